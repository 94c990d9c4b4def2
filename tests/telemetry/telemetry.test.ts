import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

import { expect, it, onTestFinished } from "vitest";

import { SentinelError } from "../../src/errors.ts";
import { createLogger } from "../../src/log.ts";
import { packageRoot } from "../../src/root.ts";
import { openTelemetry } from "../../src/telemetry/telemetry.ts";

const SECRET = "xoxb-telemetry-secret-1";
const SOURCE_TEXT = "customer 4711 said: my card is 4000 0000";

async function receiver() {
  const came: { path: string; headers: string; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const whole = Buffer.concat(chunks);
      const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(whole) : whole;
      came.push({ path: request.url ?? "", headers: JSON.stringify(request.headers), body: body.toString() });
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, came };
}

const open = (variables: Record<string, string>, trace = true) =>
  openTelemetry({
    environment: (name) => variables[name],
    trace: () => trace,
    release: "0.1.0",
    root: packageRoot(),
  });

const use = {
  incident: "inc_1",
  model: "openai/gpt-oss-120b",
  input_tokens: 1234,
  output_tokens: 56,
  dropped: 2,
  outcome: "told" as const,
  started_at: new Date("2026-03-02T12:00:00.000Z"),
  ended_at: new Date("2026-03-02T12:00:03.000Z"),
};

it("reports an error without its message, secrets, source text or this machine's paths", async () => {
  const { host, came } = await receiver();
  const telemetry = open({ SENTRY_DSN: `http://${"ab12".repeat(8)}@${host}/42` });
  const cause = new TypeError(`${SOURCE_TEXT} ${SECRET}`);
  telemetry.error(new SentinelError("internal", `${SOURCE_TEXT} ${SECRET}`, { cause }));
  await telemetry.close();
  const [envelope] = came;
  expect(envelope?.path).toMatch(/^\/api\/42\/envelope\//);
  const event = JSON.parse(envelope?.body.split("\n")[2] ?? "") as {
    exception: { values: { type: string; value: string; stacktrace: { frames: { filename: string }[] } }[] };
  };
  expect(event).toMatchObject({
    release: "sentinel@0.1.0",
    tags: { code: "internal", causes: "TypeError" },
    exception: { values: [{ type: "SentinelError", value: "internal" }] },
  });
  const frames = event.exception.values[0]?.stacktrace.frames ?? [];
  expect(frames.at(-1)?.filename).toBe("tests/telemetry/telemetry.test.ts");
  expect(Object.keys(event).toSorted()).toEqual(
    ["event_id", "exception", "level", "platform", "release", "sdk", "tags", "timestamp"].toSorted(),
  );
  for (const hidden of [SECRET, "4711", packageRoot(), "hostname", "server_name"])
    expect(envelope?.body).not.toContain(hidden);
});

it("reports what is logged as an error, once, and not what a vendor, a caller or a full disk did wrong", async () => {
  const { host, came } = await receiver();
  const telemetry = open({ SENTRY_DSN: `http://${"ab12".repeat(8)}@${host}/42` });
  for (const code of ["upstream", "usage", "busy"] as const) telemetry.error(new SentinelError(code, "x"));
  const own = new Error("an error of this test");
  const log = createLogger({ level: "error", json: true, colour: false, failed: telemetry.error });
  log.error({ err: own }, "logged by a test");
  telemetry.error(own);
  await telemetry.close();
  expect(came).toHaveLength(1);
});

it("traces a model call with its sizes and outcome, and no text", async () => {
  const { host, came } = await receiver();
  const keys = { LANGFUSE_PUBLIC_KEY: "pk-lf-own", LANGFUSE_SECRET_KEY: "sk-lf-own" };
  const telemetry = open({ ...keys, LANGFUSE_BASE_URL: `http://${host}` });
  telemetry.used(use);
  await telemetry.close();
  const [sent] = came;
  expect(sent?.path).toBe("/api/public/otel/v1/traces");
  expect(sent?.headers).toContain(Buffer.from("pk-lf-own:sk-lf-own").toString("base64"));
  const span = sent?.body ?? "";
  for (const told of [
    "openai/gpt-oss-120b",
    "1234",
    "56",
    "inc_1",
    "told",
    "langfuse.observation.metadata.dropped",
  ])
    expect(span).toContain(told);
  expect(span).not.toMatch(/observation\.(input|output)/);
});

it("sends nothing, and loads nothing, unless it was asked to", async () => {
  const { host, came } = await receiver();
  const keys = { LANGFUSE_PUBLIC_KEY: "pk-lf-own", LANGFUSE_SECRET_KEY: "sk-lf-own" };
  const telemetry = open({ ...keys, LANGFUSE_BASE_URL: `http://${host}` }, false);
  telemetry.error(new Error("own"));
  telemetry.used(use);
  await telemetry.close();
  const none = open({});
  none.used(use);
  await none.close();
  expect(came).toEqual([]);
});
