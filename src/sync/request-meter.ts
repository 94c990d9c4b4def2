import { AsyncLocalStorage } from "node:async_hooks";

/**
 * Counts the requests of one table. All tables of a connection share one client, so the count follows the
 * asynchronous calls of a pull instead of being handed through every source.
 */
export const requestMeter = new AsyncLocalStorage<{ requests: number }>();
