import { plural } from "../format.ts";
import type { Intake } from "../types.ts";
import { Time } from "../ui/time.tsx";

/** What a status told the sender. */
const STATUS: Record<number, string> = {
  400: "no export request",
  401: "without a key",
  403: "a key that may not send",
  413: "too large",
  415: "another content type or encoding",
  429: "too many",
  503: "asked to come again: full, or no room on the disk",
};

const ITEMS = { traces: "span", metrics: "metric point", logs: "log record" } as const;

/** What was not taken, each with its reason: items of requests that were taken otherwise, and whole requests. */
export function Refusals({ refused, turned_away }: Pick<Intake, "refused" | "turned_away">) {
  if (refused.length + turned_away.length === 0) {
    return <p className="intake-none muted">Nothing was refused.</p>;
  }
  return (
    <ul className="intake-refused" aria-label="Refused">
      <li className="muted" aria-hidden="true">
        Refused
      </li>
      {refused.map(({ signal, reason, items, last_at }) => (
        <li key={`${signal} ${reason}`}>
          <span className="badge tone-medium num">{plural(items, ITEMS[signal])}</span>
          <span className="breakable">{reason}</span>
          <span className="muted">
            last <Time at={last_at} />
          </span>
        </li>
      ))}
      {turned_away.map(({ status, requests }) => (
        <li key={status}>
          <span className="badge tone-medium num">{plural(requests, "request")}</span>
          <span>
            HTTP {status}
            {STATUS[status] !== undefined && `: ${STATUS[status]}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
