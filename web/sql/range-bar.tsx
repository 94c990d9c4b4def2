import { TimeRange } from "../ui/time-range.tsx";
import { useRange, type Presets } from "../use-range.ts";
import { useView } from "../use-view.ts";

const PRESETS: Presets = { "1h": "1 hour", "24h": "24 hours", "7d": "7 days", "30d": "30 days" };
const FALLBACK = "24h";
/** Where a range begins that has an end only. */
const BEGINNING = "1970-01-01T00:00:00Z";

/** The range beside the statement, as the server takes it. */
export function useSpan(): { from: string; to: string } {
  const { since, until } = useRange(useView(), PRESETS, FALLBACK);
  return { from: since ?? BEGINNING, to: until ?? "now" };
}

/** Whether a statement speaks of the range. One in a comment or a text is taken for one, which does no harm. */
export const namesRange = (sql: string): boolean => /\$(from|to)\b/i.test(sql);

/** The range, and how a statement speaks of it. */
export function RangeBar() {
  const view = useView();
  const range = useRange(view, PRESETS, FALLBACK);
  return (
    <div className="console-bar">
      <TimeRange view={view} range={range} presets={PRESETS} fallback={FALLBACK} />
      <p className="muted">
        Its ends are <code>$from</code> and <code>$to</code>:{" "}
        <code>where started_at &gt;= $from and started_at &lt; $to</code>
      </p>
    </div>
  );
}
