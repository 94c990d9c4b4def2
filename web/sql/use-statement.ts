import { useCallback, useRef, useState } from "react";

import { api } from "../api.ts";
import { asApiError, read, type ApiError } from "../read.ts";

export const MOST_ROWS = 1_000;

/** What the server is asked: a statement, and what `$from` and `$to` in it stand for. */
export type Asked = { sql: string; range: { from: string; to: string } };

const ask = (asked: Asked, signal: AbortSignal) =>
  read(api.lake.sql.$post({ json: { ...asked, max_rows: MOST_ROWS } }, { init: { signal } }));

export type SqlAnswer = Awaited<ReturnType<typeof ask>>;

export type Statement = {
  running: boolean;
  /** The statement that was answered last; what is exported is asked for again. */
  asked: Asked | undefined;
  cancelled: boolean;
  answer: SqlAnswer | undefined;
  error: ApiError | undefined;
  took_ms: number | undefined;
  run: (asked: Asked) => void;
  /** The server stops as soon as nobody waits. */
  cancel: () => void;
};

async function answerOf(asked: Asked, signal: AbortSignal): Promise<Pick<Statement, "answer" | "error">> {
  try {
    return { answer: await ask(asked, signal), error: undefined };
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
    (asked: Asked) => {
      cancel();
      const mine = new AbortController();
      under_way.current = mine;
      setRunning(true);
      setCancelled(false);
      const began = performance.now();
      const finish = async () => {
        const next = await answerOf(asked, mine.signal);
        if (under_way.current !== mine) return;
        under_way.current = undefined;
        setRunning(false);
        // Asked again for a file, it is about the same span, however late.
        const range = next.answer?.range ?? asked.range;
        setState({ ...next, asked: { ...asked, range }, took_ms: Math.round(performance.now() - began) });
      };
      void finish();
    },
    [cancel],
  );
  return { running, cancelled, ...state, run, cancel };
}
