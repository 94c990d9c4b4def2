import type { CoverageRow } from "../../contracts/ingest.ts";
import type { Reader } from "../ask/ask.ts";
import type { Writer } from "../writer.ts";
import { ledgerAside } from "./questions.ts";

/** Table lists that are remembered; queries name a few dozen. */
const REMEMBERED = 200;

/**
 * The committed ledger of some tables, read again only after a commit: every answer of the library says what was not
 * fetched, and most of them come between two commits. Who asks at the same time shares one reading.
 */
export function knownLedger(
  reader: Pick<Reader, "ask">,
  writer: Pick<Writer, "commits">,
): (tables: string[]) => Promise<CoverageRow[]> {
  const known = new Map<string, { commits: number; rows: Promise<CoverageRow[]> }>();
  return (tables) => {
    const key = tables.join();
    const last = known.get(key);
    if (last?.commits === writer.commits) return last.rows;
    // A reading that began before a commit may not see it, and is not taken for one that does.
    const next = { commits: writer.commits, rows: ledgerAside(reader, tables) };
    if (known.size >= REMEMBERED) known.clear();
    known.set(key, next);
    next.rows.catch(() => {
      if (known.get(key) === next) known.delete(key);
    });
    return next.rows;
  };
}
