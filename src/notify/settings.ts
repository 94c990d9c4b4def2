/** The knobs of notifications in settings.json. Addresses and keys are environment variables. */
import { z } from "zod";

import { Severity } from "../contracts/finding.ts";
import { TimeZone } from "../reports/digest/settings.ts";

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day like 22:00");

/** Every route that fits an incident tells it; a place that several routes name is told once. */
export const Route = z.strictObject({
  severities: z.array(Severity).min(1).default(["medium", "high", "critical"]),
  /** Services of the catalogue whose incidents these are; all when empty. */
  services: z.array(z.string().min(1)).default([]),
  to: z.array(z.enum(["slack", "mail", "pagerduty", "webhook"])).min(1),
  /** Name or id of the channel; SLACK_INCIDENTS_CHANNEL when not given. */
  slack_channel: z.string().min(1).optional(),
  /** Addresses; MAIL_TO when not given. */
  mail_to: z.array(z.email()).min(1).optional(),
  /** Where a signed POST goes; `secret` names the variable with the signing secret. */
  webhook: z.strictObject({ url: z.url(), secret: z.string().min(1) }).optional(),
});
export type Route = z.infer<typeof Route>;

export const NotifySettings = z.strictObject({
  routes: z
    .array(Route)
    .prefault([{ to: ["slack"] }, { severities: ["critical"], to: ["pagerduty"] }] satisfies z.input<
      typeof Route
    >[]),
  /** New incidents of one product within this span share a thread; further news of an incident waits as long. */
  group_minutes: z.number().min(0).default(10),
  /** Critical incidents pass; the rest is told when the quiet is over, if it is still so. */
  quiet_hours: z.strictObject({ from: Clock, to: Clock, time_zone: TimeZone }).optional(),
  /** An incident that nobody took is told again after this long; 0 never. */
  remind_hours: z.number().min(0).default(4),
});
export type NotifySettings = z.infer<typeof NotifySettings>;
