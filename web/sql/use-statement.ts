import { useCallback, useRef, useState } from "react";

import { api } from "../api.ts";
import { asApiError, read, type ApiError } from "../read.ts";

export const MOST_ROWS = 1_000;

const ask = (sql: string, signal: AbortSignal) =>
  read(api.lake.sql.$post({ json: { sql, max_rows: MOST_ROWS } }, { init: { signal } }));

export type SqlAnswer = Awaited<ReturnType<typeof ask>>;

export type Statement = {
  running: boolean;
  /** The statement that was answered last; what is exported is asked for again. */
  asked: string | undefined;
  cancelled: boolean;
  answer: SqlAnswer | undefined;
  error: ApiError | undefined;
  took_ms: number | undefined;
  run: (sql: string) => void;
  /** The server stops as soon as nobody waits. */
  cancel: () => void;
};

async function answerOf(sql: string, signal: AbortSignal): Promise<Pick<Statement, "answer" | "error">> {
  try {
    return { answer: await ask(sql, signal), error: undefined };
  } catch (error) {
    return { answer: undefined, error: asApiError(error) };
  }
}

/** One statement at a time: the next one cancels the last. The last answer stays until there is another. */
export function useStatement(): Statement {
  const under_way = useRef<AbortController>(undefined);
  const [running, setRunning] = useState(false);
  const [cancelled, setCancelled] = useState(false);
  const [state, setState] = useState<Pick<Statement, "answer" | "asked" | "error" | "took_ms">>({
    answer: undefined,
    asked: undefined,
    error: undefined,
    took_ms: undefined,
  });
  const cancel = useCallback(() => {
    if (under_way.current !== undefined) setCancelled(true);
    under_way.current?.abort();
    under_way.current = undefined;
    setRunning(false);
  }, []);
  const run = useCallback(
    (sql: string) => {
      cancel();
      const mine = new AbortController();
      under_way.current = mine;
      setRunning(true);
      setCancelled(false);
      const began = performance.now();
      const finish = async () => {
        const next = await answerOf(sql, mine.signal);
        if (under_way.current !== mine) return;
        under_way.current = undefined;
        setRunning(false);
        setState({ ...next, asked: sql, took_ms: Math.round(performance.now() - began) });
      };
      void finish();
    },
    [cancel],
  );
  return { running, cancelled, ...state, run, cancel };
}
