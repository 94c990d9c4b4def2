/** What happens around the quiet company's agents: steady errors, a task that was retried, prompts, talk. */
import { office } from "../background/rhythm.ts";
import type { Commit } from "../background/shipping.ts";
import { arrivals } from "../background/traffic.ts";
import { meterWarehouse, runTask } from "../background/warehouse.ts";
import { issueOf, steadyIssue, type World } from "../background/world.ts";
import { releaseAt } from "../background/shipping.ts";
import { addRow } from "../folder.ts";
import { prompt } from "../shapes/langfuse.ts";
import { DAY, HOUR, MINUTE } from "../times.ts";

export function addSurroundings(world: World, head: Commit): void {
  const { company, chat, ago, anchor, from } = world;
  steadyIssue(world, 0.15);
  const shortened = issueOf(world, {
    type: "ContextTooLong",
    value: "history was cut to fit the window",
    level: "error",
    handled: true,
    number: 46,
    culprit: "agents/context in fitWindow",
    file: "agents/context.ts",
    transaction: "agent.help-desk",
  });
  const random = company.random("surroundings");
  // Names the agent and the release, but no trace: ordinary, at the same rate every day.
  for (const at of arrivals(random, {
    from,
    to: anchor - MINUTE,
    per_hour: 0.12,
    rhythm: office,
    spread: 0.3,
  })) {
    shortened.record({
      at,
      release: releaseAt(company, world.shipping, at),
      trace_id: null,
      agent: "help-desk",
      user: null,
    });
  }

  const place = {
    database: "DESK",
    schema: "MARTS",
    warehouse: "DESK_WH",
    root_id: "01b2c3d4-0000-0000-0000-000000000003",
  };
  const load = {
    ...place,
    name: "LOAD_TICKETS",
    statement: "insert into desk.marts.tickets select ticket_id, opened_at, state from desk.stage.tickets",
  };
  const first = from - (from % (3 * HOUR));
  const bad_run = first + Math.floor((ago(9) - first) / (3 * HOUR)) * 3 * HOUR;
  const error = {
    code: "000625",
    message: "Statement was aborted: the warehouse was suspended while it ran.",
  };
  runTask(company, load, {
    from: first,
    every: 3 * HOUR,
    attempts(scheduled) {
      const success = { elapsed_ms: random.int(6_000, 30_000) };
      return scheduled === bad_run ? [{ error, elapsed_ms: 4_200 }, success] : [success];
    },
  });
  meterWarehouse(company, { warehouse: "DESK_WH", from: anchor - 4 * DAY, rhythm: office });

  const text = "You answer for the help desk. Use the help pages and say which one.";
  const versions = [
    { version: 6, at: ago(340), labels: [], commit_message: "opening hours", text },
    {
      version: 7,
      at: ago(6),
      labels: ["production", "latest"],
      commit_message: "say which department answers",
      text: `${text} Name the department.`,
    },
  ];
  for (const facts of versions) {
    addRow(
      company.seed,
      "langfuse_prompts",
      facts.at,
      prompt({ ...facts, name: "help-desk", updated_at: facts.at }),
    );
  }
  chat.say(ago(1.1), "dev-c", `reading ${head.sha.slice(0, 10)} again, the department filter is neat`, {
    reactions: ["tada"],
  });
  chat.say(ago(3.4), "support-a", "Monday as usual: twice the tickets, all fine", {
    replies: [[ago(3.3), "dev-a", "same as last week then"]],
  });
}
