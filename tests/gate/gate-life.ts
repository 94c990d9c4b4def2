/**
 * The life of a server on the state in the folder argv[2], as its jobs live it: what an earlier life left is looked after,
 * then each task in argv[3] is proposed, asked for in Slack, approved by a signed click there, run, and told of. The
 * process ends itself hard when it has passed the given point the given number of times. Run by kill.test.ts.
 */
import { join } from "node:path";

import { pino } from "pino";

import { slackRoutes } from "../../src/api/routes/slack.ts";
import { anchorAudit } from "../../src/audit/anchor.ts";
import { SENTINEL } from "../../src/contracts/principal.ts";
import type { GateContext, Point } from "../../src/gate/context.ts";
import { expireApprovals } from "../../src/gate/expire.ts";
import { GateSettings } from "../../src/gate/policy-settings.ts";
import { propose } from "../../src/gate/propose.ts";
import { getApproval } from "../../src/gate/read-approvals.ts";
import { runApproved } from "../../src/gate/run-approved.ts";
import { deliverDue } from "../../src/outbox/deliver.ts";
import type { Handlers } from "../../src/outbox/handler.ts";
import { Settings } from "../../src/settings.ts";
import { afterAnswer } from "../../src/slack/after-answer.ts";
import { buttonValue } from "../../src/slack/button-value.ts";
import { openSlack } from "../../src/slack/open-slack.ts";
import { slackHandlers } from "../../src/slack/slack-handlers.ts";
import { openState } from "../../src/state/open.ts";
import { EFFECT, effectActions } from "./effects.ts";
import { gateOver } from "./gate-over.ts";
import { type Callback, clickOf } from "./signed-click.ts";

export type Life = {
  incident: string;
  effects: string;
  slack: { api_url: string; bot_token: string };
  /** Who clicks, where, and signed with what. */
  callback: Callback;
  /** Targets of the life before, asked for again as the next patrol does. */
  earlier: string[];
  /** Each is to have its effect once, but those that start with `late`, which expire. */
  targets: string[];
  last: { point: Point; nth: number } | null;
};

const [, , folder = "", text = "{}"] = process.argv;
const life = JSON.parse(text) as Life;

let left = life.last?.nth ?? 0;
let armed = false;
function passed(point: Point): void {
  if (!armed || point !== life.last?.point) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, "SIGKILL");
}

const clock = { behind_ms: 0 };
const now = () => new Date(Date.now() - clock.behind_ms);
const log = pino({ level: "silent" });
const state = openState(join(folder, "state.sqlite"));
const settings = GateSettings.parse({
  policy: [{ name: "one", actions: ["*"], decide: "one" }],
  retry_base_ms: 10,
  settle_ms: 50,
});
const gate: GateContext = {
  ...gateOver(state, { actions: effectActions(life.effects), settings, now, switched_off: () => false }),
  passed,
  anchor: () => {
    // Between a commit and the anchor that vouches for it.
    passed("checkpoint");
    return anchorAudit(state, join(folder, "audit.anchor"));
  },
};
const slack = openSlack({ ...life.slack, now });
const handlers = slackHandlers({ state, slack, incidents_channel: "incidents", passed }) as Handlers;
const deliver = () => deliverDue({ state, handlers, now, log });
const { later, idle } = afterAnswer(log);
const people = [{ name: "ada", role: "approver" as const, slack: life.callback.user }];
const app = slackRoutes({
  gate,
  slack,
  settings: () => Settings.parse({ people }),
  signing_secret: life.callback.secret,
  deliver,
  later,
});

/** What the server's jobs do, until nothing is left to be done. */
async function settle(): Promise<void> {
  for (;;) {
    await runApproved(gate);
    await expireApprovals(gate);
    await deliver();
    const open = await state.db
      .selectFrom("approvals")
      .select("id")
      .where("status", "in", ["approved", "running", "unknown"])
      .execute();
    const letters = await state.db
      .selectFrom("outbox")
      .select("id")
      .where("status", "=", "waiting")
      .execute();
    if (open.length + letters.length === 0) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}

async function click(id: string): Promise<void> {
  const approval = await getApproval(state, id);
  if (approval.status !== "proposed") return;
  const row = await state.db
    .selectFrom("approvals")
    .select("slack_ts")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const form = clickOf(life.callback, { ts: row.slack_ts ?? "", value: buttonValue(approval) }, now());
  const { status } = await app.request("/actions", { method: "POST", ...form });
  if (status !== 200) throw new Error(`the click was answered with ${status}`);
  await idle();
}

async function take(target: string): Promise<void> {
  const late = target.startsWith("late");
  const args = { target, value: 1 };
  // Proposed five hours ago, it is over.
  clock.behind_ms = late ? 5 * 3_600_000 : 0;
  const made = await propose(gate, { incident: { id: life.incident }, action: EFFECT, args, by: SENTINEL });
  clock.behind_ms = 0;
  if ("denied" in made) throw new Error(made.denied);
  await deliver();
  if (!late) await click(made.id);
  await settle();
}

await settle();
process.stdout.write("ready\n");
for (const target of life.earlier) await take(target);
armed = true;
for (const target of life.targets) await take(target);
await gate.anchor?.();
process.exit(0);
