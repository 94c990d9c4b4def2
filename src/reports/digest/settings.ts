/** The digest's knobs in settings.json. */
import { z } from "zod";

import { isTimeZone } from "../../local-time.ts";

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

export const TimeZone = z.string().refine(isTimeZone, "not a time zone; write it like Europe/Berlin");

export const DigestSettings = z.strictObject({
  /** Whose Mondays weeks begin on. */
  time_zone: TimeZone.default("UTC"),
  /** When the digest of the week that has ended is made and sent. */
  weekday: z.enum(WEEKDAYS).default("monday"),
  hour: z.int().min(0).max(23).default(9),
  /** Where it is sent; one that is not configured is left out. The archive and the feed have it in any case. */
  to: z.array(z.enum(["slack", "mail"])).default(["slack", "mail"]),
});
export type DigestSettings = z.infer<typeof DigestSettings>;

/** When the settings have a digest made, as week.ts counts days. */
export const dueOf = ({ weekday, hour }: Pick<DigestSettings, "weekday" | "hour">) => ({
  weekday: WEEKDAYS.indexOf(weekday) + 1,
  hour,
});
