/** What the quiet company's agents answer, and how the answers are scored. */
import type { ToolAnswer } from "../background/agents.ts";
import { getOrder, notFound } from "../background/tools.ts";
import type { Trace } from "../background/trace.ts";
import type { Run, World } from "../background/world.ts";
import { addRow } from "../folder.ts";
import type { Random } from "../random.ts";
import { score } from "../shapes/langfuse.ts";

/** Keys come and go with the ticket; one output in eighty is not JSON, and always has been. */
export function triageOutput(random: Random, topic: string): string {
  if (random.chance(1 / 80)) return "This ticket is empty.";
  return JSON.stringify({
    category: topic,
    priority: random.pick(["low", "normal", "normal", "high"]),
    confidence: Number(random.between(0.55, 0.99).toFixed(2)),
    ...(random.chance(0.5) && { language: random.pick(["en", "fr", "de"]) }),
    ...(random.chance(0.2) && { escalate: random.chance(0.5) }),
    duplicate_of: random.chance(0.1) ? `T-${random.int(1_000, 9_999)}` : null,
  });
}

/** One order in fourteen is not known, which the tool says in plain text. */
export const orderAnswer: ToolAnswer = (random, args) => {
  const order_id = String(args["order_id"]);
  return random.chance(1 / 14) ? notFound(`order ${order_id}`) : getOrder(random, order_id);
};

/** An evaluator's score that wavers, and a thumb from one user in four. */
export function addScores(world: World, { company, random }: Run, trace: Trace): void {
  const facts = { project: company.langfuse_project, trace_id: trace.id };
  const judged_at = trace.now() + 40_000;
  if (judged_at > world.anchor) return;
  const helpful = Number(Math.min(1, Math.max(0, random.normal(0.82, 0.14))).toFixed(3));
  const evaluated = { ...facts, id: random.hex(24), at: judged_at, source: "EVAL" } as const;
  addRow(
    company.seed,
    "langfuse_scores",
    judged_at,
    score({ ...evaluated, name: "helpfulness", value: helpful, type: "NUMERIC" }),
  );
  const thumb_at = trace.now() + random.int(30, 900) * 1_000;
  if (!random.chance(0.25) || thumb_at > world.anchor) return;
  const thumb = { ...facts, id: random.hex(24), at: thumb_at, source: "API" } as const;
  const value = random.chance(0.85) ? 1 : 0;
  addRow(
    company.seed,
    "langfuse_scores",
    thumb_at,
    score({ ...thumb, name: "user-feedback", value, type: "BOOLEAN" }),
  );
}
