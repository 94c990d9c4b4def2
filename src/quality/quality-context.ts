import type { Sentinel } from "../main.ts";
import type { AcceptContext } from "./accept-schema.ts";

/** What the verbs of this folder need, opened. */
export async function qualityContext(sentinel: Sentinel): Promise<AcceptContext> {
  return {
    lake: await sentinel.lake(),
    library: sentinel.library(),
    state: sentinel.state(),
    drift_limits: sentinel.settings.detectors["prompt_drift"],
  };
}
