import type { Row } from "../../contracts/ingest.ts";
import { isDiskFull } from "../../disk-full.ts";
import { messageOf, SentinelError } from "../../errors.ts";

/** A row with what is known of its request. */
export type Item = { table: string; row: Row; received_at: number };

export type StoreOptions = {
  /** Stores all of them or none, in one transaction; none at all is a question whether the lake stores anything. */
  store: (items: Item[]) => Promise<unknown>;
  /** Called with what can never be stored. */
  reject: (item: Item, reason: string) => Promise<void>;
  signal: AbortSignal;
};

/**
 * Stores rows that failed together, by halves, so that what can be stored is, and what cannot is known by the row. Throws
 * what is not the rows' fault: nothing is rejected while the lake does not even take a transaction without rows.
 */
export async function storeApart(items: Item[], options: StoreOptions): Promise<void> {
  const { store, reject, signal } = options;
  const [only] = items;
  if (only === undefined) return;
  try {
    await store(items);
  } catch (error) {
    if (isOfMachine(error) || signal.aborted) throw error;
    if (items.length === 1) {
      await store([]);
      await reject(only, messageOf(error));
      return;
    }
    const half = Math.ceil(items.length / 2);
    await storeApart(items.slice(0, half), options);
    await storeApart(items.slice(half), options);
  }
}

const OF_MACHINE =
  /^(IO|FATAL|INTERNAL|TransactionContext|Interrupt) Error|could not set lock|the lake is closed/i;

/** Whether it is the machine that does not store now, and may later: no room, a lock, a file that cannot be written. */
export function isOfMachine(error: unknown): boolean {
  if (isDiskFull(error)) return true;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof SentinelError && cause.code === "busy") return true;
    if (OF_MACHINE.test(cause.message)) return true;
  }
  return false;
}
