import { elapsed, HOUR_MS, MINUTE_MS } from "../contracts/moment.ts";
import type { ServiceMembers } from "../incidents/surroundings.ts";
import { inTime, isChange, nodeOf, type Thing } from "./thing.ts";
import type { Pair } from "./tie.ts";

const SERVICE_MS = 24 * HOUR_MS;
const NEAR_MS = 30 * MINUTE_MS;

/**
 * For trouble that nothing else ties to a change: the last change before it. Within one service of the catalogue that
 * is a weak link, without one mere nearness, within half an hour.
 */
export function tieByCatalogue(things: Thing[], strong: Pair[], services: ServiceMembers[]): Pair[] {
  const tied = new Set(
    strong.flatMap(({ one, other }) => [
      ...(isChange(one) ? [nodeOf(other)] : []),
      ...(isChange(other) ? [nodeOf(one)] : []),
    ]),
  );
  const changes = things.filter(isChange).toSorted((one, other) => inTime(other, one));
  return things
    .filter((thing) => thing.failed && !isChange(thing) && !tied.has(nodeOf(thing)))
    .flatMap((thing): Pair[] => {
      const before = changes.filter((change) => inTime(change, thing) < 0);
      const away = (change: Thing) => elapsed(change.happened_at, thing.happened_at);
      const same = before.find((change) => sharedService(change, thing, services) !== undefined);
      if (same !== undefined && away(same) <= SERVICE_MS) {
        const why = `the last change of service ${sharedService(same, thing, services)} before it`;
        return [{ one: same, other: thing, kind: "service", why, query: "service_members" }];
      }
      const near = before.find(({ connection }) => connection === thing.connection);
      if (near === undefined || away(near) > NEAR_MS) return [];
      return [
        {
          one: near,
          other: thing,
          kind: "nearness",
          why: "the last change before it",
          query: null,
        },
      ];
    });
}

/** The service that has the change's repository, and the thing's connection or what it names. */
function sharedService(change: Thing, thing: Thing, services: ServiceMembers[]): string | undefined {
  const member = MEMBERS[thing.kind];
  const named = member === undefined ? undefined : `${member} ${thing.place}`;
  return services.find(
    ({ connections, members }) =>
      members.has(`repo ${change.place}`) &&
      (connections.size > 0 ? connections.has(thing.connection) : named !== undefined && members.has(named)),
  )?.service;
}

const MEMBERS: Partial<Record<Thing["kind"], string>> = {
  issue: "sentry_project",
  trace: "agent",
  message: "channel",
  task_run: "task",
};
