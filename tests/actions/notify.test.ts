import { expect, it } from "vitest";

import { actions } from "../../src/actions/index.ts";
import { act, INCIDENT, openWorld } from "./world.ts";

const args = {
  incident_id: INCIDENT,
  event: "opened",
  type: "agent_loop",
  severity: "critical",
  cost_usd: 4.2,
  usd_per_hour: null,
  to: ["slack", "webhook"],
};
const push = [{ url: "https://agents.example/hooks", secret: "PUSH_SECRET" }];

it("hands one letter to each way out, however often it is run", async () => {
  const world = await openWorld({ settings: { agents: { push } } });
  const notify = act(world, "notify", args);
  expect(await notify.preconditions()).toEqual({ channel: "ops" });
  expect(await notify.reconcile("apr_1")).toEqual({ found: false });
  await notify.run("apr_1");
  await notify.run("apr_1");
  expect(await notify.reconcile("apr_1")).toEqual({ found: true, result: { id: "apr_1" } });
  const letters = await world.state.db
    .selectFrom("outbox")
    .select(["channel", "payload"])
    .orderBy("id")
    .execute();
  expect(letters.map(({ channel, payload }) => [channel, JSON.parse(payload)])).toEqual([
    [
      "slack_message",
      {
        channel: "ops",
        text: `Incident ${INCIDENT} opened: agent_loop, critical, 4.2 USD so far, rate unknown.`,
      },
    ],
    [
      "webhook",
      {
        ...push[0],
        body: {
          event: "incident.opened",
          approval_id: "apr_1",
          incident_id: INCIDENT,
          type: "agent_loop",
          severity: "critical",
          cost_usd: 4.2,
          usd_per_hour: null,
        },
      },
    ],
  ]);
});

it("has nobody to tell without a receiver, and no argument for words", async () => {
  const world = await openWorld();
  await expect(act(world, "notify", args).preconditions()).rejects.toMatchObject({ code: "conflict" });
  const { input } = actions.get("notify") ?? {};
  for (const type of ["<!channel>", "@here", "see https://evil.example", "agent loop"]) {
    expect(input?.safeParse({ ...args, type }).success).toBe(false);
  }
});
