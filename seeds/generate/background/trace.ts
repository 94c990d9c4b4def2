/** Writes the observations of one run of an agent, one step after the other. */
import { addRow } from "../folder.ts";
import { observation, type Level } from "../shapes/langfuse.ts";
import type { Random } from "../random.ts";
import type { Company } from "./company.ts";
import { PRICES } from "./models.ts";
import type { GenerationStep, ToolStep } from "./steps.ts";

export type Trace = {
  id: string;
  release: string | null;
  user: string;
  /** Where the clock of the run stands. */
  now: () => number;
  wait: (ms: number) => void;
  generation: (step: GenerationStep) => void;
  tool: (step: ToolStep) => void;
  /** Ends the run: writes its root, unless `running`, when the root is not exported yet. */
  close: (end?: {
    input?: string;
    output?: string | null;
    level?: Level;
    status?: string;
    running?: boolean;
  }) => void;
};

/** `root` is the type of the root observation; "none" when the first step is the root. */
export function openTrace(
  company: Company,
  random: Random,
  options: {
    name: string;
    at: number;
    release: string | null;
    root?: "AGENT" | "SPAN" | "none";
    tags?: string[];
  },
): Trace {
  const { name, at, release, root = "AGENT", tags = [] } = options;
  const trace_id = random.hex(32);
  const user = `user-${String(random.int(1, 400)).padStart(4, "0")}`;
  // Runs without a root of their own name no conversation.
  const session = root === "none" ? null : `session-${random.hex(8)}`;
  let root_id = root === "none" ? null : random.hex(16);
  let clock = at;
  const common = {
    trace_id,
    project: company.langfuse_project,
    release,
    user,
    session,
    tags,
    trace_name: name,
  };
  const write = (row: ReturnType<typeof observation>, started: number) =>
    addRow(company.seed, "langfuse_observations", started, row);
  const step = () => {
    const id = random.hex(16);
    const placed = { id, parent_id: root_id, is_root: root_id === null };
    root_id ??= id;
    return placed;
  };
  return {
    id: trace_id,
    release,
    user,
    now: () => clock,
    wait: (ms) => {
      clock += Math.round(ms);
    },
    generation(g) {
      const started = clock;
      clock += Math.round(g.ms ?? 600 + g.output_tokens * random.between(9, 16));
      const [input_price, output_price] = PRICES[g.model];
      const factor = (company.price_factor * (g.price ?? 1)) / 1_000_000;
      const { model, input_tokens: input, output_tokens: output } = g;
      const usage = {
        model,
        input,
        output,
        input_price: input_price * factor,
        output_price: output_price * factor,
      };
      const facts = {
        ...common,
        ...step(),
        type: "GENERATION",
        name: g.name,
        at: started,
        ended_at: clock,
        usage,
      };
      const { level, status = null, prompt = null } = g;
      write(
        observation({ ...facts, ...(level && { level }), status, prompt, input: g.input, output: g.output }),
        started,
      );
      clock += 5;
    },
    tool(t) {
      const started = clock;
      clock += Math.round(t.ms ?? random.between(60, 900));
      const facts = { ...common, ...step(), type: "TOOL", name: t.name, at: started, ended_at: clock };
      const { level, status = null } = t;
      write(
        observation({
          ...facts,
          ...(level && { level }),
          status,
          input: JSON.stringify(t.input),
          output: t.output,
        }),
        started,
      );
      clock += 5;
    },
    close(end = {}) {
      if (root === "none" || root_id === null || end.running === true) return;
      const { input = null, output = null, level, status = null } = end;
      const facts = {
        ...common,
        id: root_id,
        parent_id: null,
        is_root: true,
        type: root,
        name,
        at,
        ended_at: clock,
      };
      write(observation({ ...facts, ...(level && { level }), status, input, output }), at);
    },
  };
}
