/** Long runs that make progress: every step brings something new, so none of them is a loop. */
import { MINUTE } from "../times.ts";
import { releaseAt } from "./shipping.ts";
import { openTrace, type Trace } from "./trace.ts";
import { chatInput, fill, QUESTIONS, toolCall, TOPICS } from "./words.ts";
import type { World } from "./world.ts";

type LongRun = {
  name: string;
  at: number;
  system: string;
  steps: { tool: string; args: unknown; answer: string; pause: number }[];
  output: string;
};

/** A generation and a tool call per step, and a last generation. */
function longRun(world: World, run: LongRun): Trace {
  const { company, shipping } = world;
  const { name, at, system, steps, output } = run;
  const random = company.random(`long-run:${name}:${at}`);
  const trace = openTrace(company, random, { name, at, release: releaseAt(company, shipping, at) });
  const think = (n: number, text: string) => {
    const tokens = { input_tokens: 2_400 + n * 190, output_tokens: random.int(30, 60) };
    trace.generation({
      name: `${name}-llm`,
      model: "gpt-4.1-mini",
      ...tokens,
      input: chatInput(system, "Go on."),
      output: text,
    });
  };
  for (const [n, { tool, args, answer, pause }] of steps.entries()) {
    think(n, toolCall(tool, args, random.hex(8)));
    trace.tool({ name: tool, input: args, output: answer });
    trace.wait(pause);
  }
  think(steps.length, output);
  trace.close({ input: system, output });
  return trace;
}

/** The same tool page after page: only the page number changes, and so do the articles. */
export function pagination(world: World, options: { name: string; at: number; pages: number }): void {
  const random = world.company.random(`pages:${options.at}`);
  const steps = Array.from({ length: options.pages }, (_, index) => {
    const articles = Array.from({ length: 4 }, (_none, n) => ({
      id: `art-${index * 4 + n}`,
      stock: random.int(0, 60),
    }));
    const answer = JSON.stringify({ page: index + 1, pages: options.pages, articles });
    return {
      tool: "list_articles",
      args: { page: index + 1, per_page: 4 },
      answer,
      pause: random.between(2_000, 9_000),
    };
  });
  longRun(world, {
    ...options,
    system: "Read all articles.",
    steps,
    output: `Read ${options.pages * 4} articles.`,
  });
}

/** The same question again and again, with an answer that moves on until the job is done. */
export function polling(world: World, options: { name: string; at: number; polls: number }): void {
  const random = world.company.random(`polls:${options.at}`);
  const steps = Array.from({ length: options.polls }, (_, index) => {
    const done = index + 1 === options.polls;
    const percent = done ? 100 : Math.floor((100 * (index + random.float())) / options.polls);
    const answer = JSON.stringify({ job: "export-77", state: done ? "done" : "running", percent });
    return {
      tool: "get_export_status",
      args: { job: "export-77" },
      answer,
      pause: random.between(40_000, 2 * MINUTE),
    };
  });
  longRun(world, { ...options, system: "Wait for the export.", steps, output: "The export is ready." });
}

/** Research over many sources: ever new questions, ever new findings, sometimes the same page read twice. */
export function research(world: World, options: { name: string; at: number; steps: number }): void {
  const random = world.company.random(`research:${options.at}`);
  const steps = Array.from({ length: options.steps }, (_, index) => {
    const topic = random.pick(TOPICS);
    const tool = random.pick(["search_web", "read_page", "take_note"]);
    // Every eighth step goes back to the overview page, as a person would.
    const args = index % 8 === 7 ? { url: "https://example.com/overview" } : { about: `${topic} ${index}` };
    const text =
      index % 8 === 7
        ? "Overview: seven chapters, two appendices."
        : `${fill(random.pick(QUESTIONS), topic)} (${random.int(2, 40)} mentions)`;
    const name = index % 8 === 7 ? "read_page" : tool;
    return {
      tool: name,
      args,
      answer: JSON.stringify({ text, source: `https://example.com/${index}` }),
      pause: random.between(8_000, 40_000),
    };
  });
  longRun(world, {
    ...options,
    system: "Write the market overview.",
    steps,
    output: "The overview has seven chapters.",
  });
}
