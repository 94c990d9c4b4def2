import { expect, it } from "vitest";

import type { FaultPlan } from "../../seeds/vendors/faults.ts";
import { checkChat } from "../../src/doctor/check-chat.ts";
import { enqueue } from "../../src/outbox/enqueue.ts";
import { Settings } from "../../src/settings.ts";
import { CHANNEL, type Desk, openDesk } from "./desk.ts";

const PNG = Buffer.from("89504e470d0a1a0a", "hex").toString("base64");
const NAMES = ["digest-2026-W09-cost.png", "digest-2026-W09-errors.png"];

/** A text with two images in its thread, as the digest is sent. */
async function tell(desk: Desk): Promise<void> {
  const at = desk.clock.now;
  const images = NAMES.map((name) => ({ name, title: "Cost <per> day", png_base64: PNG }));
  await desk.state.write(async (db) => {
    const cause = "2026-W09";
    const payload = { channel: CHANNEL, text: "The week" };
    await enqueue(db, { channel: "slack_message", key: "week", payload, cause, at });
    const shown = { thread_key: "week", text: "Cost per day: Mon 1, <!here>\nErrors per day: Mon 2", images };
    await enqueue(db, { channel: "slack_images", key: "week-charts", payload: shown, cause, at });
  });
}

async function deliverFor(desk: Desk, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await desk.deliver();
    desk.clock.now = new Date(desk.clock.now.getTime() + 60_000);
  }
  const open = await desk.state.db.selectFrom("outbox").select("key").where("status", "!=", "sent").execute();
  expect(open).toEqual([]);
}

const strike = (kind: FaultPlan["kind"], path: RegExp, from = 1): FaultPlan => ({
  vendor: "slack",
  kind,
  path,
  from,
});

it.each<[string, FaultPlan[]]>([
  ["nothing goes wrong", []],
  [
    "the answer to the share is lost, twice",
    [strike("reset-mid-body", /complete/), strike("html-502", /complete/, 2)],
  ],
  ["the share does not arrive", [strike("error-500", /complete/)]],
  [
    "bytes are lost on their way",
    [strike("error-500", /upload\/v1/, 2), strike("reset-mid-body", /getUpload/)],
  ],
  ["the text is late", [strike("limit-seconds", /chat\.postMessage/)]],
])("shares the images once, under the text, when %s", async (_case, faults) => {
  const desk = await openDesk({ faults });
  await tell(desk);
  await deliverFor(desk, 20);
  const shares = desk.writes("files.completeUploadExternal");
  expect(shares).toHaveLength(1);
  const [text] = desk.writes("chat.postMessage");
  const { files, channel_id, thread_ts, initial_comment } = shares[0]?.args ?? {};
  expect({ channel_id, thread_ts }).toEqual({ channel_id: CHANNEL, thread_ts: text?.ts });
  // Who does not see the pictures reads the same; nothing in it calls anybody.
  expect(initial_comment).toMatch(/Cost per day: Mon 1,.*\nErrors per day: Mon 2/);
  expect(initial_comment).not.toContain("<!here>");
  const shown = (files as { id: string }[]).map(
    ({ id }) => desk.writes("upload").find(({ args }) => args["id"] === id)?.args["bytes"],
  );
  expect(shown).toEqual([PNG, PNG]);
});

it("says in the thread, once, why there are none when the app may not upload files", async () => {
  const desk = await openDesk({
    scopes: "chat:write,channels:history,channels:read",
    faults: [strike("reset-mid-body", /chat\.postMessage/, 2)],
  });
  await tell(desk);
  await deliverFor(desk, 20);
  const [text, why, ...more] = desk.writes("chat.postMessage");
  expect(more).toEqual([]);
  expect(why?.args["thread_ts"]).toBe(text?.ts);
  expect(why?.args["text"]).toMatch(/charts are not shown here: .*files:write/);
});

async function check(scopes?: string) {
  const { api_url, bot_token, clock } = await openDesk(scopes === undefined ? {} : { scopes });
  const variables: Record<string, string> = {
    SLACK_BOT_TOKEN: bot_token,
    SLACK_API_URL: api_url,
    SLACK_INCIDENTS_CHANNEL: CHANNEL,
  };
  const settings = Settings.parse({});
  return checkChat({ environment: (name) => variables[name], now: () => clock.now, settings });
}

it("is told by the doctor what the app may not do", async () => {
  expect(await check()).toEqual([expect.objectContaining({ state: "ok" })]);
  expect(await check("chat:write,channels:history")).toEqual([
    expect.objectContaining({ state: "ok" }),
    expect.objectContaining({ state: "warning", fix: expect.stringContaining("files:write") as string }),
  ]);
  expect(await check("files:write,groups:history")).toEqual([
    expect.objectContaining({ state: "failed", what: "it lacks chat:write" }),
  ]);
});

it("uploads nowhere but to Slack", async () => {
  const desk = await openDesk();
  await expect(desk.slack.upload("https://evil.example/upload/v1/1", Buffer.from("x"))).rejects.toThrow(
    /outside its own hosts/,
  );
});
