import type { Sentinel } from "../main.ts";
import type { OpenOptions } from "../open-options.ts";
import type { GlobalOptions } from "./global-options.ts";

/** For commands that write into the lake: questions of other processes are over by then, a sync is not. */
export const WRITES = { patience_ms: 5_000 };

/** Opens Sentinel for one command and closes it whatever happens. The import is what keeps `--help` light. */
export async function withSentinel<T>(
  options: GlobalOptions,
  work: (sentinel: Sentinel) => Promise<T>,
  more: Partial<OpenOptions> = {},
): Promise<T> {
  const { openSentinel } = await import("../main.ts");
  const { home, settings, quiet } = options;
  const sentinel = await openSentinel({ home, settings, quiet, ...more });
  try {
    return await work(sentinel);
  } finally {
    await sentinel.close();
  }
}
