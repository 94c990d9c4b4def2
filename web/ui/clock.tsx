import { createContext, use, useEffect, useState, type ReactNode } from "react";

const TICK_MS = 15_000;
const Now = createContext(Date.now());

/** One clock for the page: what it says is "12 min ago" grows older together. */
export function Clock({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return <Now value={now}>{children}</Now>;
}

/** Milliseconds since 1970, a quarter of a minute old at most. */
export const useNow = (): number => use(Now);
