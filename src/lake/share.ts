/**
 * One lake, several processes. DuckDB lets one process hold the file; that process answers the reads of the
 * others over loopback, so that `sentinel sql` works while `sentinel sync` or a server runs. A server takes their
 * writes as well.
 */
import { rmSync } from "node:fs";

import pRetry from "p-retry";

import { SentinelError } from "../errors.ts";
import { borrow, holderAt } from "./borrow.ts";
import { lend } from "./lend.ts";
import { openLake, type Lake, type LakeOptions } from "./open.ts";
import type { SharedLake } from "./shared-lake.ts";
import { Turn } from "./turn.ts";

const RETRY_MS = 250;
/** So long a process that holds the file may take until others can borrow from it, or until the file is free again. */
const OPENING_MS = 3_000;
const isBusy = (error: unknown): error is SentinelError =>
  error instanceof SentinelError && error.code === "busy";

export type ShareOptions = LakeOptions & {
  /** Where the holder's card is. */
  holder: string;
  /** Who wants to write waits so long: a question of another process holds the lake for a moment only. */
  patience_ms?: number;
  /** Whether to take writes of other processes. */
  lend_writes?: boolean;
};

/** Opens the lake, or borrows it from the process that holds it. Throws `busy` when the holder does not answer. */
export async function openOrBorrowLake({
  holder,
  patience_ms = 0,
  lend_writes = false,
  ...options
}: ShareOptions): Promise<SharedLake> {
  const opening_ms = Math.max(patience_ms, OPENING_MS);
  const worthWaiting = () => {
    const lends = holderAt(holder);
    if (lends === undefined) return opening_ms;
    return lends.writes ? 0 : patience_ms;
  };
  let lake: Lake;
  try {
    lake = await pRetry(() => openLake(options), {
      retries: opening_ms / RETRY_MS,
      factor: 1,
      minTimeout: RETRY_MS,
      shouldRetry: ({ error, attemptNumber }) => isBusy(error) && attemptNumber * RETRY_MS <= worthWaiting(),
    });
  } catch (error) {
    if (!isBusy(error)) throw error;
    return borrow(holder, error);
  }
  const turn = new Turn();
  const server = await lend({ lake, turn, holder, writes: lend_writes });
  return {
    ...lake,
    borrowed: false,
    turn: async () => turn.take(process.pid),
    async close() {
      rmSync(holder, { force: true });
      server.close();
      server.closeAllConnections();
      await lake.close();
    },
  };
}
