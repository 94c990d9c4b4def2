/** The sampling job: which traces of the last hours are worth a look. */
import type { Sentinel } from "../main.ts";
import { sampleTraces } from "../sampling/sample-traces.ts";
import type { Sampling } from "../sampling/sampling.ts";

/** Recall is measured against the findings stored so far: after a patrol it says what that patrol named. */
export async function sample(sentinel: Sentinel, at: Date): Promise<Sampling[]> {
  return sampleTraces(
    {
      lake: await sentinel.lake(),
      library: sentinel.library(),
      state: sentinel.state(),
      settings: sentinel.settings.sampling,
      drift_limits: sentinel.settings.detectors["prompt_drift"],
    },
    at,
  );
}
