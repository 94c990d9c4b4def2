import type { Page } from "../contracts/table.ts";
import { UpstreamError } from "../contracts/upstream-error.ts";
import { deadline } from "./deadline.ts";

export type PageReader = {
  /** Asks for the next page; undefined at the end. Rejects when none comes in time or the signal is aborted. */
  next: () => Promise<Page | undefined>;
  /** Lets the source go, without waiting for it: it may be stuck. */
  stop: () => void;
};

/** Reads a source's pages without trusting it to end: each has a deadline, and an abort is felt at once. */
export function pageReader(pages: AsyncIterable<Page>, page_ms: number, signal: AbortSignal): PageReader {
  const iterator = pages[Symbol.asyncIterator]();
  return {
    async next() {
      const timer = deadline(
        page_ms,
        signal,
        () => new UpstreamError("unavailable", `no page came within ${page_ms} ms`),
      );
      try {
        const result = await Promise.race([iterator.next(), timer.passed]);
        return result.done === true ? undefined : result.value;
      } finally {
        timer.clear();
      }
    },
    stop() {
      iterator.return?.().catch(() => undefined);
    },
  };
}
