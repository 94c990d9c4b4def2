import { useEffect, useState } from "react";

import type { Shown } from "./collapse.ts";
import { layOut, type Layout } from "./lay-out.ts";

export type Laid = { layout: Layout; shown: Shown; took_ms: number };

/** The layout of what is shown; until it is there, the last one. Throws in rendering what the layout threw. */
export function useLayout(shown: Shown): Laid | undefined {
  const [laid, setLaid] = useState<Laid | Error>();
  useEffect(() => {
    let wanted = true;
    const began = performance.now();
    const work = async () => {
      const next = await layOut(shown).catch((error: unknown) => asError(error));
      if (!wanted) return;
      setLaid(
        next instanceof Error
          ? next
          : { layout: next, shown, took_ms: Math.round(performance.now() - began) },
      );
    };
    void work();
    return () => {
      wanted = false;
    };
  }, [shown]);
  if (laid instanceof Error) throw laid;
  return laid;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
