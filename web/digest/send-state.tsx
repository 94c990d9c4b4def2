import { words } from "../format.ts";
import type { Archive } from "../types.ts";

type Sending = Archive["digests"][number]["sending"];

const TONES: Record<string, string> = { sent: "tone-good", waiting: "tone-info", dead: "tone-critical" };
const WORDS: Record<string, string> = { sent: "sent", waiting: "on its way", dead: "given up" };

/** What became of a digest's letters, one badge for each way out. */
export function SendState({ sending }: { sending: Sending }) {
  return (
    <span className="send-state">
      {sending.length === 0 && <span className="badge">not sent</span>}
      {sending.map(({ way, status }) => (
        <span key={way} className={`badge ${TONES[status] ?? ""}`}>
          {way === "slack" ? "Slack" : words(way)} {WORDS[status] ?? status}
        </span>
      ))}
    </span>
  );
}
