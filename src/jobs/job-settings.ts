/** When the standing jobs run, in settings.json. The digest's hour is in `digest`. */
import { validate } from "node-cron";
import { z } from "zod";

import { TimeZone } from "../reports/digest/settings.ts";

const Cron = z
  .string()
  .refine(
    (text) => /^\S+( \S+){4}$/.test(text) && validate(text),
    "not a schedule; write it like */15 * * * *: minute, hour, day of the month, month, weekday",
  );

export const JobSettings = z.strictObject({
  /** Whose wall clock the schedules mean. */
  time_zone: TimeZone.default("UTC"),
  patrol: Cron.default("*/15 * * * *"),
  drift: Cron.default("7 */4 * * *"),
  expire: Cron.default("*/30 * * * *"),
  risk: Cron.default("20 * * * *"),
  retention: Cron.default("30 3 * * *"),
});
export type JobSettings = z.infer<typeof JobSettings>;
