/** One trace as every surface shows it. Texts are as applications sent them: data, never markup. */
import { z } from "zod";

import type { Asked } from "./inquiry.ts";

/** A row of the query `trace_tree`. */
export const TraceRow = z.object({
  connection: z.string(),
  kind: z.enum(["observation", "sentry_event", "score"]),
  id: z.string(),
  parent_id: z.string().nullable(),
  type: z.string().nullable(),
  name: z.string().nullable(),
  agent: z.string().nullable(),
  level: z.string().nullable(),
  detail: z.string().nullable(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  latency_ms: z.number().nullable(),
  model: z.string().nullable(),
  input_tokens: z.number().nullable(),
  output_tokens: z.number().nullable(),
  cost_usd: z.number().nullable(),
  input_characters: z.number().nullable(),
  output_characters: z.number().nullable(),
  environment: z.string().nullable(),
  release: z.string().nullable(),
  session_id: z.string().nullable(),
  user_id: z.string().nullable(),
  prompt: z.string().nullable(),
  issue_id: z.string().nullable(),
});
export type TraceRow = z.infer<typeof TraceRow>;

/** A step, an error or a score of a trace. `repeats`: earlier steps that did the same and got the same. */
export type TraceStep = Omit<TraceRow, "connection" | "agent" | "environment" | "session_id" | "user_id"> & {
  repeats: number;
};

/** Steps that follow each other: one, or the same cycle `times` over. `loop`: it got the same answer again. */
export type Sequence = { times: number; loop: boolean; steps: string[] };

export type Trace = {
  trace_id: string;
  connection: string;
  /** Other connections that have a trace of this id. */
  also_in: string[];
  agent: string | null;
  releases: string[];
  environment: string | null;
  session_id: string | null;
  user_id: string | null;
  started_at: string;
  ended_at: string;
  /** Steps that have no end: it still runs, or whoever ran it never said so. */
  unended: number;
  /** Steps hang under one that is not there: it is sent when it ends, so the trace may still run. */
  headless: boolean;
  totals: {
    cost_usd: number;
    input_tokens: number;
    output_tokens: number;
    duration_ms: number;
    observations: number;
    errors: number;
    sentry_events: number;
  };
  /** Repeated cycles, the longest first. */
  loops: { name: string; times: number; first: string }[];
  steps: TraceStep[];
  /** Steps that do something themselves, in the order of time. */
  chain: Sequence[];
  /** What hangs under each step, by its id; the top under the empty text. */
  under: Record<string, Sequence[]>;
  /** Steps beyond what one answer holds. */
  left_out: boolean;
  /** Incidents whose findings name the trace. */
  incidents: { id: string; title: string }[];
  asked: Asked[];
};
