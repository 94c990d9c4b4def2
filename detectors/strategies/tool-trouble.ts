/** What one strategy of tool_failure found about one tool, before it is put into words. */
import type { Params } from "../../src/contracts/query.ts";
import type { Severity } from "../../src/contracts/finding.ts";

export type ToolTrouble = {
  strategy: "schema_failure" | "correlated_failure" | "output_anomaly";
  connection: string;
  tool: string;
  severity: Severity;
  title: string;
  from: string;
  last_at: string;
  calls: number;
  trace_ids: string[];
  agents: string[];
  issue_ids: string[];
  cost_usd: number;
  facts: Record<string, string | number | boolean | null>;
  evidence: { query: string; params: Params }[];
};
