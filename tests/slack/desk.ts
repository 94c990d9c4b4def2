/** A gate over a real state and a loopback Slack, and the callback of a Slack app as its route serves it. */
import pino from "pino";
import { onTestFinished } from "vitest";

import type { SeedRow } from "../../seeds/row.ts";
import type { FaultPlan } from "../../seeds/vendors/faults.ts";
import type { SlackWrite } from "../../seeds/vendors/slack/account.ts";
import { idFor } from "../../seeds/vendors/slack/ids.ts";
import { actions } from "../../src/actions/index.ts";
import { slackRoutes } from "../../src/api/routes/slack.ts";
import type { Approval } from "../../src/contracts/approval.ts";
import type { Role } from "../../src/contracts/principal.ts";
import type { GateContext } from "../../src/gate/context.ts";
import { GateSettings } from "../../src/gate/policy-settings.ts";
import { propose } from "../../src/gate/propose.ts";
import { deliverDue } from "../../src/outbox/deliver.ts";
import { CHANNELS } from "../../src/outbox/enqueue.ts";
import type { Handlers } from "../../src/outbox/handler.ts";
import { Settings } from "../../src/settings.ts";
import { afterAnswer } from "../../src/slack/after-answer.ts";
import { openSlack } from "../../src/slack/open-slack.ts";
import { slackHandlers } from "../../src/slack/slack-handlers.ts";
import { openState } from "../../src/state/open.ts";

import { configOf, seedOf, serve } from "../seeds/vendors/serve-rows.ts";
import { INCIDENT } from "./incident.ts";

export const SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
export const CHANNEL = "C0INCIDENTS";
export const TEAM = idFor("T", "acme");
export const APP = idFor("A", "sentinel");
export const PEOPLE = { ada: "U0ADA", grace: "U0GRACE", otto: "U0OTTO", vera: "U0VERA", nobody: "U0NOBODY" };

const ROLE_OF: Record<string, Role> = {
  ada: "approver",
  grace: "approver",
  otto: "approver",
  vera: "viewer",
};
const settings = Settings.parse({
  people: Object.entries(ROLE_OF).map(([name, role]) => ({
    name,
    role,
    slack: PEOPLE[name as keyof typeof PEOPLE],
  })),
});
const policy: GateSettings["policy"] = GateSettings.parse({
  policy: [
    { name: "two for a costly loop", actions: ["kill_loop"], resources: ["two-*"], decide: "two" },
    { name: "one for a loop", actions: ["kill_loop"], decide: "one" },
  ],
}).policy;

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** `state` is a file; in memory when not given. */
export async function openDesk({
  faults = [],
  state: path = ":memory:",
  messages = [],
  scopes,
}: { faults?: FaultPlan[]; state?: string; messages?: SeedRow[]; scopes?: string } = {}) {
  const clock = { now: new Date("2026-03-02T12:00:00Z") };
  const now = () => clock.now;
  const seed = seedOf("acme", {
    slack_messages: messages,
    ...(scopes !== undefined && { slack_apps: [{ scopes }] }),
    slack_channels: [
      { id: CHANNEL, name: "incidents" },
      { id: "C0ELSEWHERE", name: "elsewhere" },
    ],
  });
  const servers = await serve([seed], { faults, now });
  const { api_url = "", bot_token = "" } = configOf(servers, "slack");
  const state = openState(path);
  onTestFinished(() => state.close());
  await state.db
    .insertInto("incidents")
    .values(INCIDENT)
    .onConflict((conflict) => conflict.doNothing())
    .execute();

  const log = pino({ enabled: false });
  const gate: GateContext = {
    state,
    settings: () => GateSettings.parse({ policy }),
    actions,
    ports: {
      github: () => {
        throw new Error("no GitHub here");
      },
      github_self: () => Promise.reject(new Error("no GitHub here")),
      state,
      last_step_at: () => Promise.resolve(now()),
      settings: () => settings,
      incidents_channel: CHANNEL,
      now,
    },
    switched_off: () => false,
    now,
    log,
  };
  const slack = openSlack({ api_url, bot_token, now });
  const nowhere = Object.fromEntries(
    CHANNELS.map((name) => [name, () => Promise.resolve(null)]),
  ) as unknown as Handlers;
  const handlers = { ...nowhere, ...slackHandlers({ state, slack, incidents_channel: "#incidents" }) };
  const deliver = () => deliverDue({ state, handlers, now, log, random: () => 0 });
  const { later, idle } = afterAnswer(log);
  const app = slackRoutes({ gate, slack, settings: () => settings, signing_secret: SECRET, deliver, later });
  const writes = (method?: string): SlackWrite[] =>
    servers.slack_writes("acme").filter((write) => method === undefined || write.method === method);

  return {
    clock,
    state,
    gate,
    slack,
    deliver,
    idle,
    writes,
    api_url,
    bot_token,
    requests: servers.requests,
    /** Sends a request as it stands to the route, and waits for the work after the answer. */
    async send(request: RequestInit): Promise<{ status: number; body: string; headers: string }> {
      const response = await app.request("/actions", { method: "POST", ...request });
      const body = await response.text();
      await idle();
      return { status: response.status, body, headers: JSON.stringify([...response.headers]) };
    },
    /** A proposal to kill the trace, by Sentinel or somebody else, asked in Slack. */
    async ask(trace: string, by = "sentinel"): Promise<Approval & { ts: string }> {
      const args = {
        connection: "shop",
        trace_ids: [trace],
        reason: { kind: "no_progress", generations: 34 },
      };
      const principal = { name: by, role: "operator", via: "cli" } as const;
      const made = await propose(gate, {
        incident: { id: INCIDENT.id },
        action: "kill_loop",
        args,
        by: principal,
      });
      if ("denied" in made) throw new Error(made.denied);
      await deliver();
      const row = await state.db
        .selectFrom("approvals")
        .select("slack_ts")
        .where("id", "=", made.id)
        .executeTakeFirstOrThrow();
      return { ...made, ts: row.slack_ts ?? "" };
    },
    /** What the channel's messages show now, by ts. */
    shown: (ts: string): string => JSON.stringify(writes().findLast((write) => write.ts === ts)?.args),
    /** What was said to one person alone. */
    told: (user: string): string[] =>
      writes("chat.postEphemeral")
        .filter(({ args }) => args["user"] === user)
        .map(({ args }) => String(args["text"])),
  };
}
