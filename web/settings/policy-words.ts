/** The policy of settings.json as people read it. */
import type { Settings } from "../../src/settings.ts";
import { plural, words } from "../format.ts";

type Gate = Settings["gate"];
type Rule = Gate["policy"][number];

export const DECIDES: Record<Rule["decide"], { words: string; tone: string }> = {
  auto: { words: "by itself", tone: "tone-info" },
  one: { words: "one approves", tone: "" },
  two: { words: "two approve", tone: "tone-medium" },
  never: { words: "never", tone: "tone-critical" },
};

const ALL_SEVERITIES = 4;

/** `kill loop, when critical, with more than 20 model calls` */
export function conditionsOf({ actions, resources, severities, when }: Rule): string {
  const { loop_generations_over, steps_without_progress_at_least, usd_per_hour_over } = when;
  return [
    actions.map(words).join(", "),
    ...(resources.every((one) => one === "*") ? [] : [`on ${resources.join(", ")}`]),
    ...(severities.length === ALL_SEVERITIES ? [] : [`when ${severities.join(" or ")}`]),
    ...(loop_generations_over === undefined
      ? []
      : [`after more than ${plural(loop_generations_over, "model call")}`]),
    ...(steps_without_progress_at_least === undefined
      ? []
      : [`with ${plural(steps_without_progress_at_least, "step")} or more without progress`]),
    ...(usd_per_hour_over === undefined ? [] : [`at more than $${usd_per_hour_over} an hour`]),
  ].join(", ");
}

export const budgetsOf = (gate: Gate): [string, string][] => [
  ["Automatic actions", `${gate.automatic_per_hour} an hour at most`],
  [
    "Pull requests",
    `${plural(gate.pull_writes_per_hour, "comment or status", "comments and statuses")} an hour`,
  ],
  ["Cool-down", `${plural(gate.cool_down_minutes, "minute")} between two on one resource`],
  [
    "A proposal",
    `waits ${plural(gate.life_minutes, "minute")}; people are reminded after ${Math.round(gate.remind_at * 100)} %`,
  ],
  ["Without an outcome", `given up after ${plural(gate.give_up_minutes, "minute")}`],
];

export function quietOf(notify: Settings["notify"]): [string, string][] {
  const { routes, quiet_hours, group_minutes, remind_hours } = notify;
  const quiet = quiet_hours;
  return [
    ...routes.map(({ severities, services, to }, nth): [string, string] => [
      `Route ${nth + 1}`,
      `${severities.join(", ")}${services.length === 0 ? "" : ` of ${services.join(", ")}`} to ${to.join(", ")}`,
    ]),
    [
      "Quiet hours",
      quiet === undefined
        ? "none"
        : `${quiet.from} to ${quiet.to} ${quiet.time_zone}; critical incidents pass`,
    ],
    ["One thread", `for what opens within ${plural(group_minutes, "minute")}`],
    ["Reminder", remind_hours === 0 ? "never" : `after ${plural(remind_hours, "hour")}, if nobody took it`],
  ];
}
