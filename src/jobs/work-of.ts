import type { Logger } from "pino";

import { messageOf } from "../errors.ts";
import { redact } from "../secrets/redact.ts";
import type { Job, JobRun } from "./job.ts";

type Result = Pick<JobRun, "outcome" | "rows" | "findings" | "error"> & { took_ms: number; again_at?: Date };

/** Does a job's work and says how it ended. Never rejects. */
export async function workOf(
  { id, schedule, work }: Pick<Job, "id" | "schedule" | "work">,
  signal: AbortSignal,
  log: Logger,
): Promise<Result> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  try {
    const { rows = null, findings = null, again_at } = (await work(signal)) ?? {};
    const took_ms = took();
    if (schedule !== undefined) log.info({ took_ms, rows, findings }, `job ${id} done in ${took_ms} ms`);
    return { outcome: "done", rows, findings, error: null, took_ms, ...(again_at && { again_at }) };
  } catch (failure) {
    const error = redact(messageOf(failure)).slice(0, 1_000);
    const broken_off = signal.aborted;
    if (broken_off) log.info(`job ${id} was broken off: ${error}`);
    else log.error({ err: failure }, `job ${id} failed: ${error}`);
    return { outcome: broken_off ? "missed" : "failed", rows: null, findings: null, error, took_ms: took() };
  }
}
