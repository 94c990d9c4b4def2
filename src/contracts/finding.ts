/** What a detector says, before and after its evidence is attached. */
import { z } from "zod";

import type { Params } from "./query.ts";

export const Severity = z.enum(["info", "medium", "high", "critical"]);
export type Severity = z.infer<typeof Severity>;

/**
 * What a finding is about, in the terms by which things are linked. Every list may be empty.
 * Values are ids, never free text.
 */
export type Subject = {
  agents?: string[];
  trace_ids?: string[];
  releases?: string[];
  shas?: string[];
  repos?: string[];
  issue_ids?: string[];
  channels?: string[];
  tasks?: string[];
  models?: string[];
  features?: string[];
  tools?: string[];
};

export type Blame = {
  repo: string;
  sha: string;
  message: string;
  committed_at: string;
  /** How the commit is tied to the finding: link kind and distance, in words. */
  why: string;
  /** What ties it: what ran or was deployed, a changed file, or its message only, which nothing may act upon. */
  tied_by?: "release" | "path" | "message" | undefined;
};

export type Judgement = {
  /** Stable identity of the trouble within detector and connection: the same trouble an hour later has the same key. */
  key: string;
  /** What a person calls it: `retry-search x14`. May grow with the trouble. */
  fingerprint: string;
  connection: string;
  severity: Severity;
  title: string;
  window: { from: string; to: string };
  subject: Subject;
  /** Money spent on the trouble so far, in the window; null when it cannot be said. */
  cost_usd: number | null;
  /** Present rate in USD per hour, for the projection; null when it is over or unknown. */
  cost_usd_per_hour: number | null;
  /** The figures that a narrator may use, named with their units. */
  facts: Record<string, string | number | boolean | null>;
  blame: Blame | null;
  suggested_action: string | null;
  requires_approval: boolean;
  /** Library queries whose rows prove the claim, the most telling first. */
  evidence: { query: string; params: Params }[];
};

export type Finding = Judgement & {
  detector: string;
  /** The incident type this detector raises. */
  type: string;
  /** The moment that was judged. */
  at: string;
};
