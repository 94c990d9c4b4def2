import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, it, onTestFinished } from "vitest";

import { DeliveryError } from "../../src/outbox/delivery-error.ts";
import { webhookHandler } from "../../src/outbox/webhook.ts";
import { START } from "./world.ts";

const SECRET = "whsec-of-a-test-1234";
const letter = { key: "order:apr_1", attempts: 1, cause: "apr_1" };
const body = { event: "order.kill", trace_id: "t-1" };

async function receiver(status: number, headers: Record<string, string> = {}) {
  const came: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      came.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      if (status !== 0) response.writeHead(status, headers).end("body that nobody reads");
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, came };
}

type Sending = { targets?: string[]; variable?: string; timeout_ms?: number };

const send = (
  url: string,
  { targets = [url], variable = "PUSH_SECRET", timeout_ms = 10_000 }: Sending = {},
) =>
  webhookHandler({
    environment: (name) => (name === "PUSH_SECRET" ? SECRET : undefined),
    targets: () => targets.map((target) => ({ url: target, secret: variable })),
    timeout_ms,
  })({ url, secret: variable, body }, letter, START);

const failure = async (sent: Promise<unknown>): Promise<DeliveryError> => {
  const error = await sent.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DeliveryError) return error;
  throw new Error("expected a DeliveryError", { cause: error });
};

it("signs the exact body, with the letter's key to deduplicate by", async () => {
  const { port, came } = await receiver(202);
  expect(await send(`http://127.0.0.1:${port}/hook`)).toEqual({ status: 202 });
  const [{ headers, body: sent } = { headers: {}, body: "" }] = came;
  const t = START.getTime() / 1000;
  const v1 = createHmac("sha256", SECRET).update(`${t}.${sent}`).digest("hex");
  expect(headers).toMatchObject({
    "sentinel-signature": `t=${t},v1=${v1}`,
    "idempotency-key": "order:apr_1",
  });
  expect(JSON.parse(sent)).toEqual(body);
});

it.each([
  [400, true],
  [404, true],
  [301, true],
  [307, true],
  [408, false],
  [429, false],
  [500, false],
  [503, false],
])("takes %d as final: %s", async (status, permanent) => {
  const { port, came } = await receiver(status, { location: "/elsewhere", "retry-after": "90" });
  const error = await failure(send(`http://127.0.0.1:${port}/`));
  expect(error.permanent).toBe(permanent);
  expect(error.retry_after_ms).toBe(permanent ? undefined : 90_000);
  expect(came).toHaveLength(1);
});

it("tries again where nobody answers in time, nobody listens, or the secret is not set yet", async () => {
  const silent = await receiver(0);
  expect(await failure(send(`http://127.0.0.1:${silent.port}/`, { timeout_ms: 300 }))).toMatchObject({
    permanent: false,
  });
  expect(await failure(send("http://127.0.0.1:1/"))).toMatchObject({ permanent: false });
  expect(await failure(send("http://127.0.0.1:1/", { variable: "UNSET" }))).toMatchObject({
    permanent: false,
  });
});

it.each([
  "http://169.254.169.254/latest/meta-data/",
  "http://[fe80::1]/",
  "http://[::ffff:169.254.169.254]/",
  "http://2852039166/",
  "http://0xa9fea9fe/",
  "http://0.0.0.0/",
  "http://100.100.100.200/",
  "http://[fd00:ec2::254]/",
  "http://metadata.google.internal/computeMetadata/v1/",
  "file:///etc/passwd",
  "ftp://example.com/",
])("never calls %s, though the settings name it", async (url) => {
  expect(await failure(send(url))).toMatchObject({ permanent: true });
});

it("calls nothing that the settings do not name", async () => {
  const { port, came } = await receiver(200);
  expect(
    await failure(send(`http://127.0.0.1:${port}/`, { targets: ["https://other.example/"] })),
  ).toMatchObject({
    permanent: true,
  });
  expect(came).toEqual([]);
});
