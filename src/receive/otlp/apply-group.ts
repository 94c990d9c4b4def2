import type { Logger } from "pino";

import type { LogPosition, Row } from "../../contracts/ingest.ts";
import type { Lake } from "../../lake/lake.ts";
import type { Aside } from "./aside.ts";
import type { Position } from "./log/segments.ts";
import { LOG } from "./names.ts";
import { pushed } from "./pushed.ts";
import { isOfMachine, storeApart, type Item } from "./store-apart.ts";

/** What is in the log up to `position`, on its way into the lake. */
export type Entry = { table: string; rows: Row[]; position: Position; received_at: number; done: () => void };

export type GroupOptions = {
  lake: () => Promise<Pick<Lake, "ingest">>;
  log: Logger;
  /** Takes what the lake can never store. */
  aside: Pick<Aside, "put">;
};

export type How = {
  /** Whether watermark and coverage are written too. */
  marks: boolean;
  signal: AbortSignal;
};

/**
 * Brings entries into the lake, with the position of the last in the same transaction. Rows that can never be stored are put
 * aside; the position then follows when all others are in. Throws what the machine says when it stores nothing.
 */
export async function applyGroup(
  group: [Entry, ...Entry[]],
  { marks, signal }: How,
  options: GroupOptions,
): Promise<void> {
  const { lake, log, aside } = options;
  const last = group.at(-1) ?? group[0];
  const to = new Date(last.received_at);
  const store = async (rows: Record<string, Row[]>, position?: LogPosition) =>
    (await lake()).ingest({
      ...pushed(rows, to),
      ...(marks && { watermark: to }),
      // Without rows it is a question whether the lake stores anything, and must write something.
      ...(!marks && Object.keys(rows).length > 0 && { unrecorded: true }),
      ...(position && { position }),
    });
  const position = { log: LOG, ...last.position };
  try {
    await store(byTable(group), position);
    return;
  } catch (error) {
    if (isOfMachine(error)) throw error;
  }
  const items = group.flatMap(({ table, rows, received_at }) =>
    rows.map((row): Item => ({ table, row, received_at })),
  );
  await storeApart(items, {
    store: (part) => store(byTable(part.map(({ table, row }) => ({ table, rows: [row] })))),
    async reject(item, reason) {
      await aside.put({ ...item, reason });
      log.error({ table: item.table, reason }, "a row of OTLP can never be stored: it was put aside");
    },
    signal,
  });
  await store({}, position);
}

function byTable(parts: { table: string; rows: Row[] }[]): Record<string, Row[]> {
  const rows: Record<string, Row[]> = {};
  for (const { table, rows: more } of parts) {
    const all = (rows[table] ??= []);
    for (const row of more) all.push(row);
  }
  return rows;
}
