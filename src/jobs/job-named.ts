import { SentinelError } from "../errors.ts";
import { didYouMean } from "../nearest.ts";
import type { Job } from "./job.ts";

/** Throws `not_found`, with what a mistyped name may have meant. */
export function jobNamed(jobs: Map<string, Job>, id: string): Job {
  const job = jobs.get(id);
  if (job !== undefined) return job;
  const ids = [...jobs.keys()];
  const hint = didYouMean(id, ids, `jobs are ${ids.join(", ")}`);
  throw new SentinelError("not_found", `there is no job ${id}`, { hint });
}
