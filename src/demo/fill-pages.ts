import { fillArchive } from "../jobs/digest.ts";
import type { PatrolReport } from "../jobs/patrol.ts";
import { keepForms } from "../jobs/scan-drift.ts";
import { updateRisk } from "../jobs/update-risk.ts";
import type { Sentinel } from "../main.ts";

/** A month of digests: the seeds reach back about as far, and the oldest shows what an empty week looks like. */
const WEEKS = 4;

/** What days of standing jobs would have left for the pages: risk history, forms of outputs, an archive of digests. */
export async function fillPages(
  sentinel: Sentinel,
  { at, findings }: Pick<PatrolReport, "at" | "findings">,
): Promise<void> {
  const moment = new Date(at);
  await updateRisk(sentinel, moment);
  await keepForms(sentinel, findings, moment);
  await fillArchive(sentinel, moment, WEEKS);
}
