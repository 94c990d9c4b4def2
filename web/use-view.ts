import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";

/** What a page shows is in its address, so that a link, a reload and the back button show the same. */
export type View = {
  get: (name: string) => string | null;
  /** Values of a comma-separated list; empty when it is not there. */
  list: (name: string) => string[];
  /** Null and empty take a name out. A change that is no step of its own (typing) replaces the last one. */
  set: (changes: Record<string, string | string[] | null>, step?: "step" | "same") => void;
  /** The address after such a change, for a link. */
  with: (changes: Record<string, string | string[] | null>) => string;
};

export function useView(): View {
  const [params, setParams] = useSearchParams();
  const set = useCallback<View["set"]>(
    (changes, step = "step") =>
      setParams((before) => changed(before, changes), { replace: step === "same", preventScrollReset: true }),
    [setParams],
  );
  return useMemo(
    () => ({
      get: (name) => params.get(name),
      list: (name) => params.get(name)?.split(",").filter(Boolean) ?? [],
      set,
      with: (changes) => `?${changed(params, changes)}`,
    }),
    [params, set],
  );
}

function changed(
  before: URLSearchParams,
  changes: Record<string, string | string[] | null>,
): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changes)) {
    const text = Array.isArray(value) ? value.join(",") : value;
    if (text === null || text === "") after.delete(name);
    else after.set(name, text);
  }
  return after;
}
