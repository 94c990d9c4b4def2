/**
 * Works on all items at once (the throttling plugin lets ten requests through at a time) and keeps their order.
 * The first failure ends the rest: their requests would be spent for nothing.
 */
export async function inParallel<Item, Result>(
  items: Item[],
  signal: AbortSignal,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const rest = new AbortController();
  const either = AbortSignal.any([signal, rest.signal]);
  try {
    return await Promise.all(items.map((item) => work(item, either)));
  } catch (error) {
    rest.abort();
    throw error;
  }
}
