import type { Incident } from "../contracts/incident.ts";

/**
 * The incident as actions may know it. A commit that is tied by words of its message alone is shown to people and never
 * acted upon: anybody can write those words.
 */
export function withFirmBlame<About extends Pick<Incident, "blame">>(incident: About): About {
  return incident.blame?.tied_by === "message" ? { ...incident, blame: null } : incident;
}
