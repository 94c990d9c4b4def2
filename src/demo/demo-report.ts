import type { TableCoverage } from "../console/coverage-notes.ts";
import type { Approval } from "../contracts/approval.ts";
import type { Finding } from "../contracts/finding.ts";
import type { Incident } from "../contracts/incident.ts";
import type { NotJudged } from "../detect/run.ts";
import type { Sampling } from "../sampling/sampling.ts";
import type { Expectation } from "./expectations.ts";

/** What a demo found in its seeds, and how long each part took. */
export type DemoReport = {
  incidents: Incident[];
  findings: Finding[];
  expectations: Expectation[];
  not_judged: NotJudged[];
  /** Rows of every table and connection, as synced. */
  rows: { connection: string; table: string; rows: number }[];
  coverage: TableCoverage[];
  sampling: Sampling[];
  /** What the incidents propose; what policy released by itself was run against the loopback vendors. */
  approvals: Approval[];
  took_ms: Record<"load" | "sync" | "detect" | "total", number>;
};
