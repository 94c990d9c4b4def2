/** The on-call patrol over what the lake holds: judge, correlate, explain, tell, propose. */
import type { Finding } from "../contracts/finding.ts";
import { detect, type NotJudged } from "../detect/run.ts";
import type { Sentinel } from "../main.ts";
import { mirrorAccepted } from "../quality/mirror-accepted.ts";
import { takeUp, type TakenUp } from "./take-up.ts";

export type PatrolReport = TakenUp & {
  at: string;
  judged: string[];
  not_judged: NotJudged[];
  findings: Finding[];
};

/**
 * Judges the moment `at` with the detectors named (all when none is). With `tell` people learn what is new about any
 * incident; with `propose` the incidents it touched propose their actions. Throws `not_found` for an unknown detector.
 */
export async function patrol(
  sentinel: Sentinel,
  at: Date,
  ids: string[],
  options: { tell?: boolean; propose?: boolean } = {},
): Promise<PatrolReport> {
  const lake = await sentinel.lake();
  const library = sentinel.library();
  await sentinel.catalogue();
  await mirrorAccepted(sentinel.state(), lake);
  const limits = { detectors: sentinel.detectors, limits: sentinel.settings.detectors };
  const { freshness_minutes } = sentinel.settings;
  const detection = await detect(
    { lake, library, freshness_minutes, ...limits },
    at,
    ids.length > 0 ? ids : undefined,
  );
  return { ...detection, ...(await takeUp(sentinel, detection, options)) };
}
