/** The kinds of work that the little companies give to language models. */
import type { Random } from "../random.ts";
import type { Agent, Run } from "./world.ts";
import type { Model } from "./models.ts";
import { openTrace, type Trace } from "./trace.ts";
import { ANSWERS, chatInput, fill, QUESTIONS, toolCall, TOPICS } from "./words.ts";

export type Feature = Omit<Agent, "run"> & {
  model: Model;
  /** Mean tokens of a call; single calls differ by a few per cent. */
  input_tokens: number;
  output_tokens: number;
  system: string;
  output: (random: Random, topic: string) => string;
};

const around = (random: Random, mean: number) => Math.round(mean * random.between(0.93, 1.07));

/** One generation and nothing else: the answer of a single prompt. */
export function feature(options: Feature): Agent {
  return { ...options, run: (run) => void runFeature(options, run) };
}

export function runFeature(
  options: Feature,
  run: Run,
  change: { model?: Model; tokens?: number; price?: number } = {},
): Trace {
  const { company, random, at, release } = run;
  const topic = random.pick(TOPICS);
  const trace = openTrace(company, random, { name: options.name, at, release, root: "none" });
  trace.generation({
    name: options.name,
    model: change.model ?? options.model,
    input_tokens: around(random, options.input_tokens * (change.tokens ?? 1)),
    output_tokens: around(random, options.output_tokens),
    input: chatInput(options.system, fill(random.pick(QUESTIONS), topic)),
    output: options.output(random, topic),
    price: change.price ?? 1,
  });
  return trace;
}

/** Many features that one queue feeds in turn: each gets every n-th call. */
export function inTurn(features: Feature[], change: Parameters<typeof runFeature>[2] = {}): Agent["run"] {
  let calls = 0;
  return (run) => {
    const next = features[calls % features.length];
    calls += 1;
    if (next !== undefined) runFeature(next, run, change);
  };
}

/** A text answer. */
export const answerText = (random: Random, topic: string) => fill(random.pick(ANSWERS), topic);

export type Assistant = Omit<Agent, "run"> & {
  model: Model;
  input_tokens: number;
  output_tokens: number;
  system: string;
  tool: {
    name: string;
    args: (random: Random, topic: string) => Record<string, unknown>;
    answer: ToolAnswer;
  };
  /** Whether a root AGENT observation wraps the steps. */
  wrapped?: boolean;
};
export type ToolAnswer = (random: Random, args: Record<string, unknown>, trace: Trace) => string | null;

/** A generation that asks for a tool, the tool, and a generation that answers. */
export function assistant(options: Assistant): Agent {
  return { ...options, run: (run) => void runAssistant(options, run) };
}

export type Change = {
  /** Replaces the tool's usual answer. */
  answer?: ToolAnswer;
  /** How many more times the same call is made. */
  again?: number;
  /** The first tool call fails openly with this status and is made again. */
  tool_error?: string;
  /** The last generation fails openly at first; `seen` is told when. */
  model_error?: { status: string; seen: (trace: Trace) => void };
};

export function runAssistant(options: Assistant, run: Run, change: Change = {}): Trace {
  const { company, random, at, release } = run;
  const { name, model, tool } = options;
  const topic = random.pick(TOPICS);
  const question = fill(random.pick(QUESTIONS), topic);
  const trace = openTrace(company, random, {
    name,
    at,
    release,
    root: options.wrapped === false ? "none" : "AGENT",
  });
  const args = tool.args(random, topic);
  const step = { name: `${name}-llm`, model };
  const think = () => {
    const call = toolCall(tool.name, args, random.hex(8));
    const tokens = { input_tokens: around(random, options.input_tokens), output_tokens: around(random, 40) };
    trace.generation({ ...step, ...tokens, input: chatInput(options.system, question), output: call });
  };
  if (change.tool_error !== undefined) {
    think();
    trace.tool({
      name: tool.name,
      input: args,
      output: null,
      level: "ERROR",
      status: change.tool_error,
      ms: 5_000,
    });
  }
  let answer: string | null = null;
  for (let calls = 0; calls <= (change.again ?? 0); calls += 1) {
    think();
    answer = (change.answer ?? tool.answer)(random, args, trace);
    trace.tool({ name: tool.name, input: args, output: answer });
    if (change.again !== undefined) trace.wait(random.between(1_000, 4_000));
  }
  const input = JSON.stringify([
    { role: "tool", content: `(${tool.name}: ${answer?.length ?? 0} characters)` },
  ]);
  if (change.model_error !== undefined) {
    const { status, seen } = change.model_error;
    trace.generation({
      ...step,
      input_tokens: 0,
      output_tokens: 0,
      input,
      output: null,
      level: "ERROR",
      status,
      ms: 300,
    });
    seen(trace);
    trace.wait(2_000);
  }
  const tokens = {
    input_tokens: around(random, options.input_tokens * 1.1),
    output_tokens: around(random, options.output_tokens),
  };
  const output = answerText(random, topic);
  trace.generation({ ...step, ...tokens, input, output });
  trace.close({ input: question, output });
  return trace;
}
