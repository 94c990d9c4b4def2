export type Deadline = {
  /** Aborted with the deadline's error, or with the outer signal's reason. */
  signal: AbortSignal;
  /** Never resolves; rejects when the deadline passes or the outer signal is aborted. */
  passed: Promise<never>;
  restart: () => void;
  clear: () => void;
};

/** A time limit within an outer signal. `clear` it in every case: the timer and the listener hold memory. */
export function deadline(limit_ms: number, outer: AbortSignal, error: () => Error): Deadline {
  const own = new AbortController();
  const passed = new Promise<never>((_resolve, reject) => {
    own.signal.addEventListener("abort", () => reject(own.signal.reason), { once: true });
  });
  // Nobody may be waiting when it fires; that is no unhandled rejection.
  passed.catch(() => undefined);

  const follow = () => own.abort(outer.reason);
  if (outer.aborted) follow();
  else outer.addEventListener("abort", follow, { once: true });

  let timer = setTimeout(() => own.abort(error()), limit_ms);
  return {
    signal: own.signal,
    passed,
    restart() {
      clearTimeout(timer);
      timer = setTimeout(() => own.abort(error()), limit_ms);
    },
    clear() {
      clearTimeout(timer);
      outer.removeEventListener("abort", follow);
    },
  };
}
