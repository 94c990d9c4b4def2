import { afterAll, beforeAll, expect, it } from "vitest";

import type { Params } from "../../src/contracts/query.ts";
import { runQuery } from "../../src/queries/run.ts";
import {
  ago,
  AT,
  commit,
  deployment,
  event,
  generation,
  openProducts,
  sha,
  taskRun,
} from "../detect/product.ts";
import type { World } from "../incidents/world.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const message = (hours: number, text: string) => ({
  channel_id: "C1",
  ts: String(hours),
  channel: "ops",
  user_id: "U1",
  text,
  sent_at: ago(hours),
});

let world: World;
beforeAll(async () => {
  world = await openProducts({
    shop: {
      observations: [generation(3, { trace_id: TRACE, release: sha(2) })],
      events: [event(2, { trace_id: TRACE, issue_id: "4001" })],
      issues: [
        {
          issue_id: "4001",
          short_id: "SHOP-1A",
          title: "TimeoutError",
          first_seen_at: ago(2),
          last_seen_at: ago(2),
          event_count: 3,
          permalink: "https://sentry.example/organizations/acme/issues/4001/",
        },
      ],
      commits: [commit("shop", 1, 9), commit("shop", 2, 5)],
      deployments: [deployment("shop", 2, 2.2)],
      runs: [taskRun(2, "FAILED")],
    },
    // The same ids in another product are another matter.
    other: { commits: [commit("shop", 2, 5)], observations: [generation(3, { trace_id: TRACE })] },
  });
  await world.fill("github_pull_requests", [
    {
      repo: "acme/shop",
      number: 12,
      title: "Faster",
      state: "closed",
      updated_at: ago(4),
      created_at: ago(9),
    },
  ]);
  await world.fill("github_pull_requests", [
    {
      repo: "acme/shop",
      number: 12,
      title: "Faster",
      state: "closed",
      updated_at: ago(4),
      created_at: ago(9),
    },
  ]);
  await world.fill(
    "slack_messages",
    [
      message(1.5, `is ${sha(2).slice(0, 9)} to blame? <https://github.com/acme/shop/pull/12|#12>`),
      message(1.4, "SHOP-1A again, https://sentry.example/organizations/acme/issues/4001/?project=1"),
      message(1.3, `trace ${TRACE} and load_orders look bad`),
      message(1.2, "deadbeef is a word, 1234567 is a number"),
      { ...message(1.1, "joined"), subtype: "channel_join" },
    ],
    { connection: "shop" },
  );
});
afterAll(() => world.close());

const ask = async (id: string, params: Params = {}) =>
  (await runQuery(world, id, { since: ago(24), until: AT, ...params }, new Date(AT))).rows;

it("finds what messages name, and only that", async () => {
  const named = (await ask("mentions")).map(({ ts, kind, id }) => [ts, kind, id].join(" "));
  expect(named).toEqual([
    `1.5 commit ${sha(2)}`,
    "1.5 pull_request acme/shop#12",
    "1.4 issue 4001",
    "1.4 issue 4001",
    "1.3 task OPS.RAW.LOAD_ORDERS",
    `1.3 trace ${TRACE}`,
  ]);
});

it("shows messages of a window without notices of the channel", async () => {
  expect((await ask("slack_context")).map(({ ts }) => ts)).toEqual(["1.5", "1.4", "1.3", "1.2"]);
  expect(await ask("slack_context", { channels: ["random"] })).toEqual([]);
  expect(await ask("slack_context", { channels: ["C1"] })).toHaveLength(4);
});

it("lists each pair of tied things once per kind, strongest first, each within its connection", async () => {
  const links = (await ask("links_in_window")).filter(({ connection }) => connection === "shop");
  expect(
    links.map(({ kind, left_kind, left_id, right_kind, right_id }) =>
      [`${String(kind)}:`, left_kind, left_id, "-", right_kind, right_id].join(" "),
    ),
  ).toEqual([
    `trace: issue 4001 - trace ${TRACE}`,
    `release: agent triage - commit ${sha(2)}`,
    `release: deployment deploy-2-2.2 - commit ${sha(2)}`,
    `mention: message C1 1.5 - commit ${sha(2)}`,
    "service: agent triage - repo acme/shop",
    "nearness: deployment deploy-2-2.2 - issue 4001",
  ]);
  expect(links.map(({ strength }) => strength)).toEqual([1, 0.9, 0.9, 0.8, 0.5, 0.2]);
});

it("puts what happened in one order across systems", async () => {
  const timeline = await ask("incident_timeline", { connection: "shop" });
  expect(timeline.map(({ kind }) => kind)).toEqual([
    "commit",
    "commit",
    "spend",
    "deployment",
    "error",
    "task_failure",
    "message",
    "message",
    "message",
    "message",
    "message",
  ]);
});

it("follows a trace through its observations, errors and scores", async () => {
  const { rows } = await runQuery(world, "trace_chain", { trace_id: TRACE }, new Date(AT));
  expect(rows.filter(({ connection }) => connection === "shop").map(({ kind }) => kind)).toEqual([
    "observation",
    "sentry_event",
  ]);
});
