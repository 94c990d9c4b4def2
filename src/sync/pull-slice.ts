import type { AnyTable, Feed, Page, Window } from "../contracts/table.ts";
import { UpstreamError } from "../contracts/upstream-error.ts";
import { pageGuard } from "./page-guard.ts";
import { pageReader } from "./page-reader.ts";
import { pageRows } from "./page-rows.ts";
import type { Reading, TableLedger } from "./table-ledger.ts";

export type SlicePull = {
  // A source hands its own client to its own feeds only.
  // oxlint-disable-next-line typescript/no-explicit-any
  feed: Feed<any>;
  client: unknown;
  /** The feed's table and those filled from it. */
  tables: AnyTable[];
  ledger: TableLedger;
  page_ms: number;
  now: () => Date;
  signal: AbortSignal;
  warn: (message: string) => void;
  /** Called after each page has landed. */
  on_page: () => void;
};

const RESTARTS = 3;
/** Pages of a slice that are being written at any time. */
const LANDING = 4;

/**
 * Reads one window to its end, page by page into the lake; an expired cursor starts it again, at most three times.
 * Answers whether every item could be read. Rejects with what stopped it: pages that landed stay, and the window
 * stays marked as running.
 */
export async function pullSlice(pull: SlicePull, window: Window): Promise<boolean> {
  for (let restarts = 0; ; restarts += 1) {
    try {
      return await readOnce(pull, window);
    } catch (error) {
      const expired = error instanceof UpstreamError && error.kind === "cursor_expired";
      if (!expired || pull.signal.aborted) throw error;
      if (restarts === RESTARTS) {
        throw new UpstreamError("unexpected", `the cursor expired ${RESTARTS + 1} times: ${error.message}`, {
          cause: error,
        });
      }
    }
  }
}

async function readOnce(pull: SlicePull, window: Window): Promise<boolean> {
  const reading: Reading = {
    window,
    api: pull.feed.endpoint,
    rejected: 0,
    reason: undefined,
    began: pull.now(),
  };
  const guard = pageGuard();
  const context = { signal: pull.signal, warn: pull.warn };
  const reader = pageReader(pull.feed.pull(pull.client, window, context), pull.page_ms, pull.signal);
  const landing: Promise<void>[] = [];
  const landed = async (left: number) => {
    while (landing.length > left) await landing.shift();
  };
  try {
    let page = await reader.next();
    while (page !== undefined) {
      guard(page);
      // The vendor works on the next page while this one lands; pages that land together share a transaction.
      const next = reader.next();
      const last = await endsAtOnce(next);
      // The end of a slice says that all of it is there.
      await landed(last ? 0 : LANDING - 1);
      const own = land(pull, reading, page, last);
      // Not lost: it is waited for before the slice ends, one way or the other.
      own.catch(() => undefined);
      landing.push(own);
      page = await next;
      if (!last) continue;
      await landed(0);
      return reading.rejected === 0;
    }
    await landed(0);
    await land(pull, reading, { items: [], api: reading.api }, true);
    return reading.rejected === 0;
  } finally {
    reader.stop();
    await Promise.allSettled(landing);
  }
}

async function land(pull: SlicePull, reading: Reading, page: Page, last: boolean): Promise<void> {
  if (!last && page.items.length === 0) return;
  const mapped = pageRows(page, pull.tables);
  reading.api = page.api;
  reading.rejected += mapped.rejected;
  reading.reason ??= mapped.reason;
  if (mapped.reason !== undefined)
    pull.warn(`${mapped.rejected} items of a page were left out: ${mapped.reason}`);
  if (last) await pull.ledger.finish(reading, mapped);
  else await pull.ledger.page(reading, mapped);
  pull.on_page();
}

/** Whether the source has already ended: then its last page and the end of the slice are one transaction. */
async function endsAtOnce(next: Promise<Page | undefined>): Promise<boolean> {
  const later = new Promise<false>((resolve) => setImmediate(resolve, false));
  const ended = next.then(
    (page) => page === undefined,
    // Not lost: whoever awaits `next` itself gets it, after this page has landed.
    () => false,
  );
  return await Promise.race([ended, later]);
}
