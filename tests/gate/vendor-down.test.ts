import { expect, it, onTestFinished } from "vitest";

import { approve } from "../../src/gate/approve.ts";
import { expireApprovals } from "../../src/gate/expire.ts";
import { getApproval } from "../../src/gate/read-approvals.ts";
import { runApproved } from "../../src/gate/run-approved.ts";
import { deliverDue } from "../../src/outbox/deliver.ts";
import { openSlack, type Slack } from "../../src/slack/open-slack.ts";
import { HEADLINES } from "../../src/slack/outcome.ts";
import { slackHandlers } from "../../src/slack/slack-handlers.ts";
import { contextOf } from "../outbox/world.ts";
import { configOf, seedOf, serve } from "../seeds/vendors/serve-rows.ts";
import { approver, gateWorld, MINUTE, type GateWorld } from "./gate-world.ts";

const TICK_MS = MINUTE;

/** The world's gate and a Slack that can be out of reach, both driven by ticks as a server drives them, two at a time. */
async function openHouse() {
  const world = await gateWorld();
  const now = () => world.clock.at;
  const servers = await serve(
    [seedOf("acme", { slack_channels: [{ id: "C0INCIDENTS", name: "incidents" }] })],
    { now },
  );
  const { api_url = "", bot_token = "" } = configOf(servers, "slack");
  const there = openSlack({ api_url, bot_token, now });
  // Nobody listens on port 1.
  const gone = openSlack({ api_url: "http://127.0.0.1:1/api/", bot_token, now });
  const house = { down: false };
  const slack: Slack = { ...there, call: (method, args) => (house.down ? gone : there).call(method, args) };
  const context = contextOf(world, () => Promise.reject(new Error("no such way")));
  const ways = slackHandlers({ state: world.state, slack, incidents_channel: "#incidents" });
  const outbox = { ...context, handlers: { ...context.handlers, ...ways } };
  async function live(minutes: number): Promise<void> {
    for (let passed = 0; passed < minutes * MINUTE; passed += TICK_MS) {
      await Promise.all([
        runApproved(world.gate),
        runApproved(world.gate),
        deliverDue(outbox),
        deliverDue(outbox),
      ]);
      await expireApprovals(world.gate);
      world.wait(TICK_MS);
    }
  }
  const writes = (method: string) => servers.slack_writes("acme").filter((write) => write.method === method);
  return { ...world, house, live, writes };
}

const outage = (world: GateWorld, house: { down: boolean }, down: boolean) => {
  house.down = down;
  world.vendor.deaf = down;
};

it.each([
  ["took the call before it went", ["accepted_then_lost" as const]],
  ["lost the call on its way", ["lost" as const]],
  ["was gone already", Array.from({ length: 500 }, () => "not_sent" as const)],
])("ends right when the vendor %s, and it and Slack are down for an hour", async (_what, faults) => {
  const world = await openHouse();
  onTestFinished(() => expect(world.vendor.effects.size).toBeLessThanOrEqual(1));
  const { id, digest } = await world.given();
  await world.live(1);
  expect(world.writes("chat.postMessage").length).toBeGreaterThan(0);
  const posts = world.writes("chat.postMessage").length;

  await approve(world.gate, { id, digest, by: approver("ada") });
  world.vendor.next = [...faults];
  // Up to the call itself, which is where the lights go out.
  await runApproved(world.gate);
  outage(world, world.house, true);
  await world.live(60);
  expect(["running", "unknown"]).toContain((await getApproval(world.state, id)).status);
  expect(world.writes("chat.update")).toEqual([]);

  outage(world, world.house, false);
  world.vendor.next = [];
  await world.live(25);
  expect(await getApproval(world.state, id)).toMatchObject({ status: "done", error: null });
  expect([...world.vendor.effects.keys()]).toEqual([id]);
  expect(world.writes("chat.postMessage")).toHaveLength(posts);
  expect(JSON.stringify(world.writes("chat.update").at(-1)?.args)).toContain(HEADLINES.done);
  const letters = await world.state.db.selectFrom("outbox").select("status").execute();
  expect(new Set(letters.map(({ status }) => status))).toEqual(new Set(["sent"]));
  expect(await world.verify()).toMatchObject({ ok: true });
  process.stdout.write(
    `an hour without vendor and Slack: ${world.vendor.calls.length} calls, 1 effect, 1 message\n`,
  );
});
