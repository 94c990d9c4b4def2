/**
 * One lake, several processes. DuckDB lets one process hold the file; that process answers the reads of the
 * others over loopback, so that `sentinel sql` works while `sentinel sync` or a server runs. A server takes their
 * writes as well.
 */
import { rmSync } from "node:fs";

import pRetry from "p-retry";

import { SentinelError } from "../errors.ts";
import { borrow, takesWrites } from "./borrow.ts";
import { lend } from "./lend.ts";
import { openLake, type Lake, type LakeOptions } from "./open.ts";
import type { SharedLake } from "./shared-lake.ts";
import { Turn } from "./turn.ts";

const RETRY_MS = 250;
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
  let lake: Lake;
  try {
    lake = await pRetry(() => openLake(options), {
      retries: patience_ms / RETRY_MS,
      factor: 1,
      minTimeout: RETRY_MS,
      shouldRetry: ({ error }) => isBusy(error) && !takesWrites(holder),
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
