/** A renamed column breaks an hourly load: every run fails on all of its attempts until somebody looks. */
import { office } from "../background/rhythm.ts";
import { deploy, merge } from "../background/shipping.ts";
import { meterWarehouse, runTask } from "../background/warehouse.ts";
import { closeWorld, openWorld, work } from "../background/world.ts";
import { answerText, feature } from "../background/agents.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";
import { DAY, HOUR } from "../times.ts";

export function taskFailure(draw: Draw): SeedFolder {
  const world = openWorld(draw, {
    name: "task-failure",
    path: "incidents/task-failure",
    about:
      "An hourly load fails on every attempt since a column was renamed upstream; another task failed once and its retry went through.",
    anchor: "2026-08-20T12:10:00Z",
    repo: "greyheron/warehouse",
    channel: "data-platform",
    topic: "Data platform",
    days: 8.1,
    shipping_until_h: 12,
    prompts_until_h: 100,
  });
  const { company, shipping, chat, ago, from } = world;
  const since = ago(draw.vary("since", 6.5, 5, 12));
  const change = merge(company, shipping, since - 0.9 * HOUR, "dev-a", {
    title: "feat: totals with tax in the orders feed",
    files: [{ path: "feeds/orders/columns.sql", additions: 4, deletions: 4 }],
  });
  deploy(shipping, since - 0.5 * HOUR, change);

  const root_id = "01b2c3d4-0000-0000-0000-000000000001";
  const place = { database: "OPS", schema: "RAW", warehouse: "LOAD_WH", root_id };
  const load = {
    ...place,
    name: "LOAD_ORDERS",
    statement:
      "merge into ops.raw.orders t using ops.stage.orders_feed s on t.order_id = s.order_id when matched then update set t.total = s.order_total when not matched then insert (order_id, total) values (s.order_id, s.order_total)",
  };
  const error = {
    code: "000904",
    message: "SQL compilation error: error line 1 at position 122\ninvalid identifier 'S.ORDER_TOTAL'",
  };
  const random = company.random("tasks");
  const every = draw.number === 0 ? HOUR : random.int(1, 2) * 30 * 60_000;
  const first = from - (from % HOUR);
  runTask(company, load, {
    from: first,
    every,
    attempts: (scheduled) =>
      scheduled < since
        ? [{ elapsed_ms: random.int(9_000, 40_000) }]
        : [1, 2, 3].map(() => ({ error, elapsed_ms: random.int(300, 900) })),
  });
  const clean = {
    ...place,
    name: "CLEAN_STAGE",
    statement: "delete from ops.stage.orders_feed where loaded_at < dateadd(day, -3, current_timestamp())",
  };
  const timeout = {
    code: "000630",
    message: "Statement reached its statement or warehouse timeout of 600 second(s) and was canceled.",
  };
  const bad_night = first + Math.floor((ago(9) - first) / (6 * HOUR)) * 6 * HOUR;
  runTask(company, clean, {
    from: first,
    every: 6 * HOUR,
    attempts: (scheduled) => {
      const success = { elapsed_ms: random.int(4_000, 9_000) };
      return scheduled === bad_night ? [{ error: timeout, elapsed_ms: 600_000 }, success] : [success];
    },
  });
  meterWarehouse(company, { warehouse: "LOAD_WH", from: world.anchor - 3 * DAY, rhythm: office });
  work(
    world,
    feature({
      name: draw.name("column-docs"),
      per_hour: 0.3,
      rhythm: office,
      model: "gpt-4.1-mini",
      input_tokens: 2_000,
      output_tokens: 100,
      system: "Describe the column.",
      output: answerText,
    }),
  );
  chat.say(ago(1.1), "dev-b", "the orders dashboard stands still since the morning, is the load late?");

  company.seed.expect.push({
    detector: "task_failure",
    fingerprint: "OPS.RAW.LOAD_ORDERS",
    severity: "high",
    blame: null,
  });
  return closeWorld(world);
}
