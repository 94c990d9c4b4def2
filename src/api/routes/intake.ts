import { IntakeTally } from "../../receive/otlp/intake-tally.ts";
import { readIntake, type IntakeStatus } from "../../receive/otlp/read-intake.ts";
import type { Metrics } from "../../metrics/metrics.ts";
import type { ApiContext } from "../context.ts";
import { INTAKE_PATHS } from "../intake-paths.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

/** Requests that were not taken at all, by the status that their sender got. */
export type TurnedAway = { status: number; requests: number };

const read = defineRoute("viewer", {
  method: "get",
  path: "/api/intake",
  tags: ["otlp"],
  summary: "What the OTLP intake took and refused since the server started, and what is not in the lake yet",
  responses: answers<IntakeStatus & { turned_away: TurnedAway[] }>("how the intake stands"),
});

const PATHS: ReadonlySet<unknown> = new Set(Object.values(INTAKE_PATHS).flat());
const FIRST_REFUSAL = 400;

export function intakeRoutes({ sentinel, metrics }: ApiContext) {
  const tally = new IntakeTally(sentinel.now());
  sentinel.on_intake((taken) => tally.add(taken, sentinel.now()));
  return newRoutes().openapi(read, async (c) => {
    const status = await readIntake(sentinel, tally);
    return c.json({ ...status, turned_away: await turnedAway(metrics) }, 200);
  });
}

/** The most frequent status first. A histogram tells its count under a name of its own. */
async function turnedAway({ requests }: Pick<Metrics, "requests">): Promise<TurnedAway[]> {
  const counts = new Map<number, number>();
  for (const { metricName, labels, value } of (await requests.get()).values) {
    const status = Number(labels.status);
    if (!metricName?.endsWith("_count") || !PATHS.has(labels.route) || status < FIRST_REFUSAL) continue;
    counts.set(status, (counts.get(status) ?? 0) + value);
  }
  return [...counts]
    .map(([status, found]) => ({ status, requests: found }))
    .toSorted((one, other) => other.requests - one.requests);
}
