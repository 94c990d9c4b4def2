import type { Principal } from "./contracts/principal.ts";
import type { LimitChanges } from "./detect/limit-changes.ts";
import { SentinelError } from "./errors.ts";
import type { Sentinel } from "./main.ts";
import { recordSettings } from "./server/record-settings.ts";
import type { LimitEdit } from "./write-limits.ts";

/**
 * Saves limits in settings.json, puts them into force and records who did it. Throws `invalid` for a limit that the
 * environment has or that its detector does not take, `conflict` when the file was changed meanwhile.
 */
export async function saveLimits(
  sentinel: Sentinel,
  edit: LimitEdit,
  by: Pick<Principal, "name" | "via">,
): Promise<void> {
  refuseFixed(sentinel, edit.changes);
  const before = sentinel.settings;
  sentinel.change_limits(edit);
  await recordSettings(sentinel.state(), { before, after: sentinel.settings, at: sentinel.now(), by });
}

/** Throws `invalid`: a limit that the environment has would not change. */
export function refuseFixed({ fixed_settings }: Sentinel, changes: LimitChanges): void {
  for (const [detector, values] of Object.entries(changes)) {
    for (const name of Object.keys(values)) {
      const path = `detectors.${detector}.${name}`;
      const fixed = fixed_settings.find((one) => one.path === path);
      if (fixed === undefined) continue;
      throw new SentinelError("invalid", `${path} is set by ${fixed.variable}`, {
        hint: `change the variable, or take it away and restart`,
      });
    }
  }
}
