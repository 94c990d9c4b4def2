/** A bad deployment: a tool fails behind its answers, the agent repeats itself, errors and cost rise, people talk. */
import { runAssistant, type Assistant, type ToolAnswer } from "../background/agents.ts";
import { CANCEL_IN_PARTS } from "../background/changes.ts";
import { office, steady } from "../background/rhythm.ts";
import { deploy, merge, propose } from "../background/shipping.ts";
import { getOrder, searchDocs } from "../background/tools.ts";
import { meterWarehouse, runTask } from "../background/warehouse.ts";
import { closeWorld, issueOf, openWorld, steadyIssue, work, type Run } from "../background/world.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";
import { DAY, HOUR } from "../times.ts";

/** `anchor` and `days` of background before it may differ where a whole week and the one before are to be read. */
export function storm(draw: Draw, { anchor = "2026-08-19T15:30:00Z", days = 8.1 } = {}): SeedFolder {
  const world = openWorld(draw, {
    name: "storm",
    path: "incidents/storm",
    about:
      "A deployment breaks the order client: the tool hides it, the agent asks again and again, errors and cost rise, Slack wonders.",
    anchor,
    repo: "tidewell/orders",
    channel: "orders-war-room",
    topic: "Orders: trouble and repairs",
    days,
    shipping_until_h: 10,
    prompts_until_h: 60,
  });
  const { company, shipping, chat, ago, from } = world;
  const live_h = draw.vary("live", 2.6, 2.2, 4);
  merge(company, shipping, ago(live_h + 1.6), "dev-b", {
    title: "fix: wording of the cancel dialog",
    files: [{ path: "web/orders/cancel.tsx", additions: 3, deletions: 3 }],
  });
  const culprit = merge(company, shipping, ago(live_h + 0.8), "dev-a", {
    title: "perf: reuse the order client between calls",
    files: [
      {
        path: "tools/orders/client.ts",
        additions: 22,
        deletions: 9,
        patch: "@@ -12,2 +12,4 @@\n-  const client = connect(token());\n+  client ??= connect(token());",
      },
    ],
  });
  const { live_at } = deploy(shipping, ago(live_h + 0.1), culprit);
  merge(company, shipping, ago(live_h + 0.03), "dev-c", {
    title: "prompt: thank the customer at the end",
    files: [{ path: "prompts/size/closing.md", additions: 2, deletions: 0 }],
  });
  merge(company, shipping, ago(0.7), "dev-b", {
    title: "docs: who is on call in August",
    files: [{ path: "docs/on-call.md", additions: 6, deletions: 6 }],
  });
  propose(shipping, ago(0.5), "dev-a", CANCEL_IN_PARTS);

  const desk: Assistant = {
    name: draw.name("order-desk"),
    per_hour: draw.vary("volume", 1.8, 1.7, 2.4),
    rhythm: office,
    model: "gpt-4.1",
    input_tokens: 150_000,
    output_tokens: 140,
    system: "Help with the order.",
    tool: {
      name: "lookup_order",
      args: (random) => ({ order_id: `O-${random.int(10_000, 99_999)}` }),
      answer: (random, args) => getOrder(random, String(args["order_id"])),
    },
    wrapped: false,
  };
  const issue = issueOf(world, {
    type: "OrderClientError",
    value: "401 token expired",
    level: "error",
    handled: true,
    number: 77,
    culprit: "tools/orders/client in fetchOrder",
    file: "tools/orders/client.ts",
    transaction: "agent.order-desk",
  });
  const copies = new Map<string, string>();
  const stale: ToolAnswer = (random, args, trace) => {
    issue.record({
      at: trace.now() + 30,
      release: trace.release,
      trace_id: trace.id,
      agent: desk.name,
      user: trace.user,
    });
    const order_id = String(args["order_id"]);
    const copy =
      copies.get(order_id) ??
      JSON.stringify({ ...JSON.parse(getOrder(random, order_id)), status: "unknown", from: "cache" });
    copies.set(order_id, copy);
    return copy;
  };
  work(world, { ...desk, run: (run: Run) => void runAssistant(desk, run) }, { to: live_at });
  // The copy may be old, so the agent looks the order up again, a few times.
  const broken = (run: Run) => void runAssistant(desk, run, { answer: stale, again: run.random.int(5, 7) });
  work(world, { ...desk, run: broken }, { from: live_at });
  const size: Assistant = {
    ...desk,
    name: draw.name("size-advisor"),
    per_hour: 0.2,
    rhythm: steady,
    model: "gpt-4.1-mini",
    input_tokens: 3_000,
    tool: {
      name: "search_docs",
      args: (_random, topic) => ({ query: topic }),
      answer: (random, args) => searchDocs(random, String(args["query"])),
    },
  };
  work(world, { ...size, run: (run: Run) => void runAssistant(size, run) });
  steadyIssue(world, 0.1);
  const sync = {
    database: "SHOP",
    schema: "CORE",
    warehouse: "SHOP_WH",
    root_id: "01b2c3d4-0000-0000-0000-000000000002",
    name: "SYNC_ORDERS",
    statement: "insert into shop.core.orders select order_id, total from shop.stage.orders",
  };
  const random = company.random("tasks");
  runTask(company, sync, {
    from: from - (from % HOUR),
    every: 6 * HOUR,
    attempts: () => [{ elapsed_ms: random.int(5_000, 20_000) }],
  });
  meterWarehouse(company, { warehouse: "SHOP_WH", from: world.anchor - 2 * DAY, rhythm: office });

  chat.say(ago(live_h - 0.6), "support-a", "order answers are slow and odd, several customers say so", {
    replies: [
      [ago(live_h - 0.75), "dev-c", "Sentry is full of 401 from the order client"],
      [
        ago(live_h - 1),
        "dev-b",
        `started with ${culprit.sha.slice(0, 10)}, see https://github.com/${company.repo}/pull/${culprit.pull}`,
      ],
    ],
    reactions: ["eyes"],
  });
  chat.say(ago(0.5), "dev-a", `preparing the revert of #${culprit.pull}`);

  const blame = culprit.sha;
  company.seed.expect.push(
    { detector: "cost_spike", fingerprint: desk.name, severity: "critical", blame },
    { detector: "error_cascade", fingerprint: desk.name, severity: "critical", blame },
    { detector: "tool_failure", fingerprint: "correlated_failure:lookup_order", severity: "high", blame },
  );
  return closeWorld(world);
}
