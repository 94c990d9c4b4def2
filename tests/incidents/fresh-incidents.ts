/** A state without incidents over a lake, and short ways to open some in it. */
import type { Finding } from "../../src/contracts/finding.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import { AT, finding, type World } from "./world.ts";

/** An hour after `AT`. */
export const LATER = "2026-03-02T13:00:00.000Z";

export function freshIncidents(world: World) {
  const state = world.freshState();
  const record = (findings: Finding[], at = AT) =>
    recordFindings({ ...world, state }, { at, findings: findings.map((one) => ({ ...one, at })) });

  async function open(given: Partial<Finding> = {}): Promise<string> {
    const { opened } = await record([finding(given)]);
    const [id] = opened;
    if (id === undefined) throw new Error("nothing was opened");
    return id;
  }
  return { state, record, open };
}
