/**
 * Langfuse's own JSON: an observation of GET /api/public/v2/observations, a score of
 * GET /api/public/v3/scores, a prompt version of GET /api/public/v2/prompts/{name}. Groups that an observation
 * does not use (the model of a tool call, say) are left out rather than written as nulls, and so are prices: that
 * halves a seed.
 */
import { iso } from "../times.ts";

export type Level = "DEBUG" | "DEFAULT" | "WARNING" | "ERROR";

export type ObservationFacts = {
  id: string;
  trace_id: string;
  parent_id: string | null;
  project: string;
  type: string;
  name: string;
  at: number;
  ended_at: number | null;
  is_root: boolean;
  level?: Level;
  status?: string | null;
  input: string | null;
  output: string | null;
  release: string | null;
  user: string | null;
  session: string | null;
  tags: string[];
  trace_name: string;
  metadata?: Record<string, unknown>;
  prompt?: { name: string; version: number } | null;
  /** Only generations: US dollars per token and tokens. */
  usage?: { model: string; input: number; output: number; input_price: number; output_price: number };
};

/** Prices and costs as the vendor gives them: ten places, no binary dust. */
const money = (usd: number) => Number(usd.toFixed(10));

export function observation(facts: ObservationFacts) {
  const { usage } = facts;
  const cost = usage && {
    input: money(usage.input * usage.input_price),
    output: money(usage.output * usage.output_price),
  };
  const total = cost === undefined ? null : money(cost.input + cost.output);
  const seconds = facts.ended_at === null ? null : (facts.ended_at - facts.at) / 1000;
  return {
    id: facts.id,
    traceId: facts.trace_id,
    startTime: iso(facts.at),
    endTime: facts.ended_at === null ? null : iso(facts.ended_at),
    projectId: facts.project,
    parentObservationId: facts.parent_id,
    type: facts.type,
    isRootObservation: facts.is_root,
    name: facts.name,
    level: facts.level ?? "DEFAULT",
    ...(facts.status && { statusMessage: facts.status }),
    environment: "production",
    userId: facts.user,
    ...(facts.session !== null && { sessionId: facts.session }),
    input: facts.input,
    output: facts.output,
    ...(usage && {
      providedModelName: usage.model,

      usageDetails: { input: usage.input, output: usage.output, total: usage.input + usage.output },
      costDetails: { ...cost, total },
      totalCost: total,
    }),
    ...(facts.prompt && {
      promptId: `prompt-${facts.prompt.name}-${facts.prompt.version}`,
      promptName: facts.prompt.name,
      promptVersion: facts.prompt.version,
    }),
    ...(seconds !== null && { latency: seconds }),
    traceName: facts.trace_name,
    ...(facts.tags.length > 0 && { tags: facts.tags }),
    release: facts.release,
  };
}

export function score(facts: {
  id: string;
  project: string;
  name: string;
  value: number;
  type: "NUMERIC" | "BOOLEAN";
  source: "EVAL" | "API" | "ANNOTATION";
  trace_id: string;
  at: number;
  comment?: string;
}) {
  return {
    id: facts.id,
    projectId: facts.project,
    name: facts.name,
    source: facts.source,
    timestamp: iso(facts.at),
    environment: "production",
    createdAt: iso(facts.at),
    updatedAt: iso(facts.at),
    dataType: facts.type,
    value: facts.type === "BOOLEAN" ? facts.value === 1 : facts.value,
    comment: facts.comment ?? null,
    configId: null,
    metadata: {},
    subject: { kind: "trace", id: facts.trace_id },
    authorUserId: null,
    queueId: null,
  };
}

export function prompt(facts: {
  name: string;
  version: number;
  text: string;
  labels: string[];
  commit_message: string | null;
  at: number;
  updated_at: number;
}) {
  return {
    id: `prompt-${facts.name}-${facts.version}`,
    createdAt: iso(facts.at),
    updatedAt: iso(facts.updated_at),
    name: facts.name,
    version: facts.version,
    type: "text",
    prompt: facts.text,
    config: { temperature: 0 },
    labels: facts.labels,
    tags: [],
    commitMessage: facts.commit_message,
    createdBy: "dev-a",
    resolutionGraph: null,
  };
}
