import { span } from "../format.ts";

/** `340 ms`, `2.4 s`, `3 min`; a dash where none is known. */
export function latency(ms: number | null): string {
  if (ms === null) return "–";
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} s` : span(ms);
}
