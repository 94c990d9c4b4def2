/** What the quiet company's agents do: ordinary calls, long honest runs, small errors that are dealt with. */
import { answerText, runAssistant, runFeature, type Assistant, type Feature } from "../background/agents.ts";
import { pagination, polling, research } from "../background/long-runs.ts";
import { busyMondays, office, steady } from "../background/rhythm.ts";
import { searchDocs } from "../background/tools.ts";
import { issueOf, work, type Run, type World } from "../background/world.ts";
import type { Trace } from "../background/trace.ts";
import type { Draw } from "../draw.ts";
import { DAY } from "../times.ts";
import { addScores, orderAnswer, triageOutput } from "./quiet-answers.ts";

export function addWork(world: World, draw: Draw): void {
  const { ago, from } = world;
  const rhythm = busyMondays(office, draw.vary("monday", 2, 1.6, 2.4));
  const volume = draw.vary("volume", 1, 0.8, 1.4);

  const triage: Feature = {
    name: draw.name("ticket-triage"),
    per_hour: 1 * volume,
    rhythm,
    model: "gpt-4.1-mini",
    input_tokens: 2_900,
    output_tokens: 45,
    system: "Sort the ticket.",
    output: triageOutput,
  };
  work(world, { ...triage, run: (run: Run) => void runFeature(triage, run) });

  const desk: Assistant = {
    name: draw.name("help-desk"),
    per_hour: 0.6 * volume,
    rhythm,
    model: "gpt-4.1",
    input_tokens: 58_000,
    output_tokens: 180,
    system: "Answer from the help pages.",
    tool: {
      name: "search_docs",
      args: (_random, topic) => ({ query: topic, limit: 4 }),
      answer: (random, args) => searchDocs(random, String(args["query"])),
    },
  };
  const limited = issueOf(world, {
    type: "RateLimitError",
    value: "429 too many requests",
    level: "error",
    handled: true,
    number: 44,
    culprit: "llm/client in complete",
    file: "llm/client.ts",
    transaction: "agent.help-desk",
  });
  work(world, {
    ...desk,
    run(run: Run) {
      const { random, release } = run;
      // The tool has done its work; the model is busy, says so, and answers at the second try.
      const seen = (trace: Trace) =>
        limited.record({ at: trace.now(), release, trace_id: trace.id, agent: desk.name, user: trace.user });
      const model_error = { status: "RateLimitError: 429 too many requests", seen };
      addScores(world, run, runAssistant(desk, run, random.chance(0.02) ? { model_error } : {}));
    },
  });

  const orders: Assistant = {
    ...desk,
    name: draw.name("order-status"),
    per_hour: 0.3 * volume,
    input_tokens: 3_300,
    model: "gpt-4.1-mini",
    wrapped: false,
    tool: {
      name: "get_order",
      args: (random) => ({ order_id: `O-${random.int(10_000, 99_999)}` }),
      answer: orderAnswer,
    },
  };
  const tool_error = "TimeoutError: no answer within 5000 ms";
  work(world, {
    ...orders,
    run: (run: Run) => void runAssistant(orders, run, run.random.chance(0.03) ? { tool_error } : {}),
  });

  // A new agent: two days old, little money, nothing to compare it with.
  const reader: Feature = {
    ...triage,
    name: draw.name("attachment-reader"),
    per_hour: 0.5,
    rhythm: steady,
    input_tokens: 9_000,
    output: answerText,
  };
  work(world, { ...reader, run: (run: Run) => void runFeature(reader, run) }, { from: ago(47) });

  for (const days of [12, 7, 4]) {
    polling(world, { name: draw.name("export-keeper"), at: from + (15 - days) * DAY, polls: 12 });
    pagination(world, { name: draw.name("article-crawler"), at: from + (15.1 - days) * DAY, pages: 14 });
  }
  polling(world, { name: draw.name("export-keeper"), at: ago(1.2), polls: 16 });
  pagination(world, { name: draw.name("article-crawler"), at: ago(0.9), pages: 18 });
  research(world, { name: draw.name("market-research"), at: ago(171), steps: 30 });
  research(world, { name: draw.name("market-research"), at: ago(1.7), steps: 44 });
}
