/** A looping trace and rising errors, which a tied world ties together. */
import type { Finding } from "../../src/contracts/finding.ts";
import { finding } from "./world.ts";

export const loop = (given: Partial<Finding> = {}) =>
  finding({
    detector: "agent_loop",
    key: "trace-loop",
    fingerprint: "retry-search x14",
    title: "loop",
    severity: "critical",
    subject: { agents: ["looper"], trace_ids: ["trace-loop"] },
    cost_usd: 5,
    ...given,
  });
export const errors = (given: Partial<Finding> = {}) =>
  finding({
    detector: "error_cascade",
    key: "agent helper",
    fingerprint: "helper",
    title: "errors rise",
    subject: { agents: ["helper"], issue_ids: ["9001"] },
    cost_usd: 12,
    ...given,
  });
