/** A detector that finds something in every connection, at one moment. */
import { z } from "zod";

import { defineDetector } from "../../src/contracts/detector.ts";
import type { Judgement } from "../../src/contracts/finding.ts";

export const AT = new Date("2026-03-02T12:00:31.500Z");
export const MOMENT = "2026-03-02T12:00:00.000Z";
export const at = (minutes: number) => new Date(Date.parse(MOMENT) + minutes * 60_000);

export const judgement = (connection: string): Judgement => ({
  key: connection,
  fingerprint: connection,
  connection,
  severity: "info",
  title: connection,
  window: { from: MOMENT, to: MOMENT },
  subject: {},
  cost_usd: null,
  cost_usd_per_hour: null,
  facts: {},
  blame: null,
  suggested_action: null,
  requires_approval: false,
  evidence: [],
});

const Row = z.object({ connection: z.string(), cost_usd: z.number() });
/** Finds something in every connection that it is shown. */
export const eager = defineDetector({
  id: "eager",
  type: "cost_spike",
  summary: "Finds something everywhere.",
  limits: z.object({ hours: z.number().default(24) }),
  inputs: {
    spend: {
      query: "costly_traces",
      params: (moment: string, { hours }: { hours: number }) => ({
        since: new Date(Date.parse(moment) - hours * 3_600_000).toISOString(),
        until: moment,
      }),
      row: Row,
    },
    errors: { query: "trace_errors", params: () => ({}), row: z.object({ connection: z.string() }) },
    commits: {
      query: "commits_before",
      params: () => ({}),
      row: z.object({ sha: z.string() }),
      optional: true,
    },
  },
  judge: ({ spend }) => [...new Set(spend.map(({ connection }) => connection))].map(judgement),
  unjudged: ({ spend }) =>
    spend.some(({ cost_usd }) => cost_usd > 90) ? [{ connection: "shop", reason: "too dear" }] : [],
  blind_spots: [],
  runbook: [],
  examples: { at: MOMENT, limits: { hours: 24 }, fires: [], quiet: [] },
});
