import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

import pino from "pino";
import { SMTPServer } from "smtp-server";
import { expect, it, onTestFinished } from "vitest";

import { deliverDue } from "../../src/outbox/deliver.ts";
import { openOutbox } from "../../src/outbox/open-outbox.ts";
import { resolve } from "../../src/incidents/resolve.ts";
import { Settings } from "../../src/settings.ts";
import type { State } from "../../src/state/open.ts";
import { AT, after, openNotifying } from "./world.ts";

/** Answers with each status in turn, the last for ever, and remembers what came. */
async function serve(statuses: number[]) {
  const calls: { path: string; headers: IncomingHttpHeaders; body: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
    request.on("end", () => {
      const body = JSON.parse(text) as Record<string, unknown>;
      calls.push({ path: request.url ?? "", headers: request.headers, body });
      const status = statuses[Math.min(calls.length, statuses.length) - 1] ?? 500;
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ status: "success", dedup_key: body["dedup_key"] }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => new Promise<void>((closed) => server.close(() => closed())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

/** A mail server that refuses the first `refusals` mails for now, and accepts one without saying so when told. */
async function serveMail(refusals: { code: number; kept: boolean }[]) {
  const mails: string[] = [];
  let nth = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      let text = "";
      stream.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
      stream.on("end", () => {
        const refusal = refusals[nth];
        nth += 1;
        if (refusal === undefined || refusal.kept) mails.push(text);
        done(refusal && Object.assign(new Error("try again later"), { responseCode: refusal.code }));
      });
    },
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => new Promise<void>((closed) => server.close(() => closed())));
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, mails };
}

/** Delivers until nothing is left, an hour at a time. */
async function deliverAll(state: State, environment: Record<string, string>, settings: Settings, from: Date) {
  let at = from;
  const outbox = openOutbox({
    state,
    environment: (name) => environment[name],
    settings: () => settings,
    now: () => at,
    log: pino({ enabled: false }),
  });
  for (let round = 0; round < 12; round += 1) {
    await deliverDue(outbox);
    at = new Date(at.getTime() + 3_600_000);
  }
  return state.db
    .selectFrom("outbox")
    .select(["channel", "status", "attempts", "error"])
    .orderBy("id")
    .execute();
}

const header = (mail: string, name: string) =>
  new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, "im").exec(mail)?.[1];

it("gets mail through a server that fails first, with one Message-ID per letter and threads by References", async () => {
  const smtp = await serveMail([
    { code: 451, kept: false },
    // Accepted, but we never hear of it: the next try is the same mail again.
    { code: 421, kept: true },
  ]);
  const environment = {
    MAIL_URL: smtp.url,
    MAIL_FROM: "Sentinel <sentinel@example.com>",
    MAIL_TO: "team@example.com",
  };
  const { state, open, tell } = await openNotifying({ routes: [{ to: ["mail"] }] }, environment);
  const id = await open({ title: "triage <b>spent</b> a lot & more" });
  await tell(AT);
  expect(await deliverAll(state, environment, Settings.parse({}), AT)).toMatchObject([
    { status: "sent", attempts: 3 },
  ]);
  await resolve(state, id, { by: "ana", at: after(1440) });
  await tell(after(1440));
  await deliverAll(state, environment, Settings.parse({}), after(1440));

  const ids = smtp.mails.map((mail) => header(mail, "Message-ID"));
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(2);
  expect(header(smtp.mails[2] ?? "", "References")).toBe(ids[0]);
  expect(header(smtp.mails[2] ?? "", "In-Reply-To")).toBe(ids[0]);
  const [first = ""] = smtp.mails;
  expect(first).toContain("Content-Type: multipart/alternative");
  expect(first).toMatch(/Content-Type: text\/plain/);
  expect(first).toMatch(/Content-Type: text\/html/);
  expect(first).not.toContain("<b>spent</b>");
});

it("gives up a mail that the server refuses for good", async () => {
  const smtp = await serveMail([{ code: 550, kept: false }]);
  const environment = { MAIL_URL: smtp.url, MAIL_FROM: "sentinel@example.com", MAIL_TO: "team@example.com" };
  const { state, open, tell } = await openNotifying({ routes: [{ to: ["mail"] }] }, environment);
  await open();
  await tell(AT);
  expect(await deliverAll(state, environment, Settings.parse({}), AT)).toMatchObject([
    { status: "dead", attempts: 1, error: expect.stringContaining("try again later") as string },
  ]);
});

it("gets PagerDuty through 500 and 429 with one alert, which it also ends", async () => {
  const pagerduty = await serve([500, 503, 429, 202]);
  const environment = { PAGERDUTY_ROUTING_KEY: "R0UTINGKEY", PAGERDUTY_EVENTS_URL: pagerduty.url };
  const { state, open, tell } = await openNotifying({ routes: [{ to: ["pagerduty"] }] }, environment);
  const id = await open();
  await tell(AT);
  expect(await deliverAll(state, environment, Settings.parse({}), AT)).toMatchObject([
    { status: "sent", attempts: 4 },
  ]);
  await resolve(state, id, { by: "ana", at: after(1440) });
  await tell(after(1440));
  await deliverAll(state, environment, Settings.parse({}), after(1440));
  expect(pagerduty.calls.map(({ path, body }) => `${path} ${String(body["event_action"])}`)).toEqual([
    ...Array.from({ length: 4 }, () => "/v2/enqueue trigger"),
    "/v2/enqueue resolve",
  ]);
  expect(new Set(pagerduty.calls.map(({ body }) => body["dedup_key"]))).toEqual(new Set([id]));
  expect(pagerduty.calls[0]?.body).toMatchObject({
    routing_key: "R0UTINGKEY",
    payload: { severity: "error", source: "shop" },
  });
});

it("does not repeat what PagerDuty refuses, and says what to check", async () => {
  const pagerduty = await serve([400]);
  const environment = { PAGERDUTY_ROUTING_KEY: "R0UTINGKEY", PAGERDUTY_EVENTS_URL: pagerduty.url };
  const { state, open, tell } = await openNotifying({ routes: [{ to: ["pagerduty"] }] }, environment);
  await open();
  await tell(AT);
  const [letter] = await deliverAll(state, environment, Settings.parse({}), AT);
  expect(letter).toMatchObject({ status: "dead", attempts: 1 });
  expect(letter?.error).not.toContain("R0UTINGKEY");
  expect(pagerduty.calls).toHaveLength(1);
});

it("gets a signed webhook through 500s; a receiver that knows keys sees each piece of news once", async () => {
  const hook = await serve([500, 500, 200]);
  const environment = { HOOK_SECRET: "a-secret-of-the-hook" };
  const notify = {
    routes: [{ to: ["webhook" as const], webhook: { url: `${hook.url}/alerts`, secret: "HOOK_SECRET" } }],
  };
  const { state, open, tell } = await openNotifying(notify, environment);
  await open();
  await tell(AT);
  const settings = Settings.parse({ notify });
  expect(await deliverAll(state, environment, settings, AT)).toMatchObject([{ status: "sent", attempts: 3 }]);
  expect(hook.calls.map(({ path }) => path)).toEqual(["/alerts", "/alerts", "/alerts"]);
  expect(new Set(hook.calls.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  expect(hook.calls[0]?.headers["sentinel-signature"]).toBeTruthy();
  expect(hook.calls[0]?.body).toMatchObject({ event: "incident.opened", incident: { severity: "high" } });
});
