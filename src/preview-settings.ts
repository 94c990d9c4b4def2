import { withChanges, type LimitChanges } from "./detect/limit-changes.ts";
import { previewLimits, type Preview } from "./detect/preview.ts";
import { SentinelError } from "./errors.ts";
import type { Sentinel } from "./main.ts";
import { refuseFixed } from "./save-limits.ts";
import { parseSettings } from "./settings-file.ts";

/** What a person waits for at most; the newest days are judged by then. */
const DEADLINE_MS = 60_000;

/**
 * Judges the last seven days with other limits than those in force. One at a time: each asks the lake some hundred
 * questions. Throws `busy` while another runs, `invalid` for a limit that the environment has or no detector takes.
 */
export function previewSettings(
  sentinel: Sentinel,
): (changes: LimitChanges, signal: AbortSignal) => Promise<Preview> {
  let running = false;
  return async (changes, signal) => {
    refuseFixed(sentinel, changes);
    const { settings, detectors } = sentinel;
    const { freshness_minutes } = settings;
    const proposed = withChanges(settings.detectors, changes);
    parseSettings(JSON.stringify({ detectors: proposed }), detectors);
    if (running) {
      throw new SentinelError("busy", "another preview is being made", { hint: "try again in a minute" });
    }
    running = true;
    try {
      const lake = await sentinel.lake();
      const context = { lake, library: sentinel.library(), detectors, limits: settings.detectors };
      return await previewLimits({ ...context, freshness_minutes }, sentinel.now(), {
        ids: Object.keys(changes),
        proposed,
        signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
      });
    } finally {
      running = false;
    }
  };
}
