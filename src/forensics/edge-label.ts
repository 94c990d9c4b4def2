import { HOUR_MS, MINUTE_MS } from "../contracts/moment.ts";
import type { LinkKind } from "../incidents/strengths.ts";

const DAY_MS = 24 * HOUR_MS;

const TIED: Record<LinkKind, string> = {
  subject: "the finding is about it",
  trace: "same trace",
  release: "same release",
  mention: "named in the message",
  service: "same service",
  nearness: "near in time, nothing else",
};

/** `48 min after, same release`: how far apart, and what ties the two. It never says that one brought about the other. */
export const edgeLabel = (ms: number, kind: LinkKind): string =>
  ms < MINUTE_MS / 2 ? `at the same time, ${TIED[kind]}` : `${distance(ms)} after, ${TIED[kind]}`;

function distance(ms: number): string {
  if (ms < HOUR_MS) return `${Math.max(1, Math.round(ms / MINUTE_MS))} min`;
  const minutes = Math.round((ms % HOUR_MS) / MINUTE_MS);
  if (ms < DAY_MS)
    return minutes === 0 || minutes === 60
      ? `${Math.round(ms / HOUR_MS)} h`
      : `${Math.floor(ms / HOUR_MS)} h ${minutes} min`;
  const hours = Math.round((ms % DAY_MS) / HOUR_MS);
  return hours === 0 || hours === 24
    ? `${Math.round(ms / DAY_MS)} d`
    : `${Math.floor(ms / DAY_MS)} d ${hours} h`;
}
