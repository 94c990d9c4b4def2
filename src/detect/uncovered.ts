import { MINUTE_MS } from "../contracts/moment.ts";
import type { Hole } from "../queries/run.ts";
import type { Ask, Inputs } from "./inputs.ts";

export type Uncovered = { reason: string; tables: string[] };

/** The connections that a service names together with each connection. */
export async function peersOf(ask: Ask): Promise<Map<string, Set<string>>> {
  const { rows } = await ask("service_members", {});
  const peers = new Map<string, Set<string>>();
  for (const { connection, kind, value } of rows) {
    if (kind !== "connection" || typeof connection !== "string") continue;
    peers.set(connection, new Set([...(peers.get(connection) ?? []), String(value)]));
  }
  return peers;
}

/**
 * The connections that cannot be judged, with the reason. A hole that lies wholly within the last minutes before the
 * judged moment is the ordinary lag of a sync; a hole of a connection that a service ties is one's own.
 */
export function uncoveredConnections(
  { holes, connections }: Inputs,
  peers: Map<string, Set<string>>,
  at: string,
  freshness_minutes: number,
): Map<string, Uncovered> {
  const fresh = Date.parse(at) - freshness_minutes * MINUTE_MS;
  const serious = holes.filter(({ from, connection }) => connection !== "" && Date.parse(from) < fresh);
  return new Map(
    connections.flatMap((connection) => {
      const own = serious.filter(
        (hole) => hole.connection === connection || peers.get(connection)?.has(hole.connection) === true,
      );
      return own.length === 0 ? [] : [[connection, described(own, connection)] as const];
    }),
  );
}

function described(holes: Hole[], connection: string): Uncovered {
  const tables = [...new Set(holes.map(({ table }) => table))];
  const words = tables.map((table) => {
    const spans = unique(holes.filter((hole) => hole.table === table));
    const [first] = spans;
    const elsewhere = first === undefined || first.connection === connection ? "" : ` of ${first.connection}`;
    const more = spans.length > 1 ? ` and ${spans.length - 1} more` : "";
    return `${table}${elsewhere} was not fetched from ${first?.from} to ${first?.to}${more}`;
  });
  return { reason: words.join("; "), tables };
}

/** Several questions of one detector meet the same hole. */
function unique(holes: Hole[]): Hole[] {
  return [...new Map(holes.map((hole) => [JSON.stringify(hole), hole])).values()];
}
