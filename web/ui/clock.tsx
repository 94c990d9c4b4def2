import { createContext, use, useEffect, useState, type ReactNode } from "react";

const TICK_MS = 15_000;
const Tick = createContext(0);

/** One clock for the page: what it says is "12 min ago" grows older together. */
export function Clock({ children }: { children: ReactNode }) {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((last) => last + 1), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return <Tick value={tick}>{children}</Tick>;
}

/** Milliseconds since 1970; whoever asks is drawn again with each tick. */
export function useNow(): number {
  use(Tick);
  return Date.now();
}
