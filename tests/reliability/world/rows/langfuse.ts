import { idOf } from "../../../../seeds/generate/random.ts";
import { observation, prompt, score } from "../../../../seeds/generate/shapes/langfuse.ts";
import { HOUR } from "../../../../seeds/generate/times.ts";
import type { SeedRow } from "../../../../seeds/row.ts";
import { spread, traceId } from "./shared.ts";

/** Traces of five observations, two of them calls of a model. */
export function langfuseRows(observed: number[], scored: number[], busy: number): Record<string, SeedRow[]> {
  return {
    langfuse_observations: observed.map((moment, index) => {
      // Traces are whole: five observations share a moment of the spread.
      const at = spread(moment, Math.floor(index / 5));
      const generation = index % 5 > 0 && index % 2 === 0;
      return observation({
        id: idOf(`observation:${index}`, 16),
        trace_id: traceId(index),
        parent_id: index % 5 === 0 ? null : idOf(`observation:${index - (index % 5)}`, 16),
        project: "project",
        type: generation ? "GENERATION" : index % 5 === 0 ? "AGENT" : "TOOL",
        name: generation ? "answer" : "look-up",
        at,
        ended_at: at + 1_200,
        is_root: index % 5 === 0,
        level: index % 17 === 0 ? "ERROR" : "DEFAULT",
        input: `{"question":"number ${index}"}`,
        output: `{"answer":"number ${index}","cursor":"${index}"}`,
        release: "r1",
        user: `user-${index % 7}`,
        session: `session-${index % 11}`,
        tags: ["production"],
        trace_name: index % 3 === 0 ? "support" : "sales",
        ...(generation && {
          usage: { model: "gpt-4.1", input: 100 + index, output: 10, input_price: 2e-6, output_price: 8e-6 },
        }),
      });
    }),
    langfuse_scores: scored.map((moment, index) =>
      score({
        id: `score-${index}`,
        project: "project",
        name: "helpfulness",
        value: (index % 10) / 10,
        type: "NUMERIC",
        source: "EVAL",
        trace_id: traceId(index),
        at: spread(moment, index),
      }),
    ),
    langfuse_prompts: [1, 2, 3].map((version) =>
      prompt({
        name: "support",
        version,
        text: `Help politely, version ${version}.`,
        labels: version === 3 ? ["production"] : [],
        commit_message: null,
        at: busy - version * HOUR,
        updated_at: busy - version * HOUR,
      }),
    ),
  };
}
