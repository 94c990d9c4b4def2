import { z } from "zod";

/** New limits by detector and name; null takes one out of the file, so that the default is in force. */
export const LimitChanges = z.record(z.string(), z.record(z.string(), z.union([z.number(), z.null()])));
export type LimitChanges = z.infer<typeof LimitChanges>;

type Limits = Record<string, Record<string, unknown>>;

/** The limits after the changes; neither argument is touched. */
export function withChanges(limits: Limits, changes: LimitChanges): Limits {
  const changed = Object.entries(changes).map(([detector, values]) => {
    const after = { ...limits[detector], ...values };
    return [detector, Object.fromEntries(Object.entries(after).filter(([, value]) => value !== null))];
  });
  return { ...limits, ...(Object.fromEntries(changed) as Limits) };
}
