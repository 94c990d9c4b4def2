import type { ForensicGraph } from "../types.ts";
import { WarnIcon } from "../ui/icons.tsx";
import { useMoment } from "../use-zone.ts";

const MOST_HOLES = 3;
const MOST_TABLES = 3;

/** What was not fetched: what is missing in the answer may exist. Nothing to say is the normal case. */
export function Coverage({ complete, uncovered }: Pick<ForensicGraph, "complete" | "uncovered">) {
  const moment = useMoment();
  if (complete) return null;
  const holes = inWords(uncovered, moment);
  return (
    <p className="stale" role="status">
      <WarnIcon />
      <span>
        Incomplete: what is missing here may exist. {holes.slice(0, MOST_HOLES).join("; ")}
        {holes.length > MOST_HOLES && ` and ${holes.length - MOST_HOLES} more`}
      </span>
    </p>
  );
}

/** One line per connection and span: a source that was down left the same hole in each of its tables. */
function inWords(uncovered: ForensicGraph["uncovered"], moment: (at: string) => string): string[] {
  const tables = new Map<string, string[]>();
  for (const { table, connection, from, to } of uncovered) {
    const where =
      connection === ""
        ? "not connected"
        : `of ${connection} not fetched from ${moment(from)} to ${moment(to)}`;
    tables.set(where, [...(tables.get(where) ?? []), table]);
  }
  return [...tables].map(([where, names]) => {
    const more = names.length > MOST_TABLES ? ` and ${names.length - MOST_TABLES} more tables` : "";
    return `${names.slice(0, MOST_TABLES).join(", ")}${more} ${where}`;
  });
}
