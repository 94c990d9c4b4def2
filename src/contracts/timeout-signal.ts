/**
 * A signal that is aborted with a `TimeoutError` after so many milliseconds, and keeps no process alive.
 * `AbortSignal.timeout` within `AbortSignal.any` is held by nobody in Node 20: the next collection of garbage takes it,
 * and what waits for it waits for ever.
 */
export function timeoutSignal(after_ms: number): AbortSignal {
  const late = new AbortController();
  const abort = () => late.abort(new DOMException(`took longer than ${after_ms} ms`, "TimeoutError"));
  setTimeout(abort, after_ms).unref();
  return late.signal;
}
