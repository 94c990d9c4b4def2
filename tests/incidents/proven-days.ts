/** A lake with a day of its own for each test (opening a lake takes longer than a test), and findings that it proves. */
import type { Finding } from "../../src/contracts/finding.ts";
import type { Row } from "../../src/contracts/ingest.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import { verifyIncident } from "../../src/incidents/verify-incident.ts";
import { finding, observation, openWorld } from "./world.ts";

export const NOW = new Date("2026-03-20T00:00:00.000Z");

export type ProvenDays = Awaited<ReturnType<typeof openProvenDays>>;

export async function openProvenDays() {
  const world = await openWorld();
  let days = 0;

  /** The next day of March, with three calls and two messages, and a state without incidents. */
  async function next() {
    days += 1;
    const day = days;
    const state = world.freshState();
    const moment = (clock: string) => `2026-03-${String(day).padStart(2, "0")}T${clock}:00.000Z`;
    const call = (n: number, given: Row = {}) =>
      observation(n, { observation_id: `obs-${day}-${n}`, started_at: moment(`11:0${n}`), ...given });
    const message = (n: number, text: string) => ({
      channel_id: "C1",
      channel: "incidents",
      ts: `${day}.${n}`,
      sent_at: moment(`11:0${n}`),
      text,
    });
    const span = { since: moment("10:00"), until: moment("12:00") };
    const talk = { ...span, channels: ["incidents"] };
    const proven = (given: Partial<Finding> = {}) =>
      finding({
        at: moment("12:00"),
        evidence: [
          { query: "cost_by_minute", params: span },
          { query: "slack_context", params: talk },
        ],
        ...given,
      });
    /** Opens an incident by the finding, in another state than the day's own when one is given. */
    async function open(given: Partial<Finding> = {}, into = state): Promise<string> {
      const {
        opened: [id = ""],
      } = await recordFindings({ ...world, state: into }, { at: moment("12:00"), findings: [proven(given)] });
      return id;
    }
    const verify = (id: string) => verifyIncident({ ...world, state }, id, NOW);
    await world.fill("langfuse_observations", [call(1), call(2), call(3)]);
    await world.fill("slack_messages", [message(1, "first"), message(2, "second")]);
    return { state, world, moment, call, message, span, talk, proven, open, verify };
  }

  return { next, close: world.close };
}
