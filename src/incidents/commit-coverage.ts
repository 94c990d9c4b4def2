import type { Window } from "../contracts/table.ts";
import type { Lake } from "../lake/open.ts";
import { siblingsOf, type CommitCoverage, type ServiceMembers } from "./surroundings.ts";

/**
 * Whether the commits of a window were fetched, for each connection and the product it belongs to. A hole that
 * begins after `fresh_from` is the ordinary lag of a sync.
 */
export async function commitCoverage(
  lake: Pick<Lake, "connections" | "uncovered">,
  connections: string[],
  services: ServiceMembers[],
  window: Window,
  fresh_from: Date,
): Promise<Map<string, CommitCoverage>> {
  const connected = new Set(await lake.connections("github_commits"));
  const uncovered = await lake.uncovered("github_commits", window);
  const holes = new Set(
    uncovered.filter((hole) => hole.window.from < fresh_from).map(({ connection }) => connection),
  );
  const judge = (connection: string): CommitCoverage => {
    const repositories = siblingsOf(connection, services).filter((sibling) => connected.has(sibling));
    if (repositories.length === 0) return "absent";
    return repositories.some((sibling) => holes.has(sibling)) ? "incomplete" : "complete";
  };
  return new Map(connections.map((connection) => [connection, judge(connection)]));
}
