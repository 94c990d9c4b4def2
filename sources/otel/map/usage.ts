import { countIn, countOf, objectIn, type Picked } from "./pick.ts";

export type Usage = {
  input: number | null;
  output: number | null;
  cached: number | null;
  total: number | null;
};

/** Tokens of a call: from Langfuse's details where they are, else from the attributes of the other conventions. */
export function usageOf(picked: Picked): Usage {
  const details = objectIn(picked, "usage_details");
  const input = details ? sideOf(details, "input", "prompt_tokens") : countIn(picked, "input_tokens");
  const output = details ? sideOf(details, "output", "completion_tokens") : countIn(picked, "output_tokens");
  const cached = details ? cachedOf(details) : countIn(picked, "cached_tokens");
  const stated = details
    ? (countOf(details["total"]) ?? countOf(details["total_tokens"]))
    : countIn(picked, "total_tokens");
  return { input, output, cached, total: stated ?? plus(input, output) };
}

/** Kinds of a side (`input`, `input_cached_tokens`, …) do not contain each other; OpenAI's own word is the whole. */
function sideOf(details: { [kind: string]: unknown }, side: string, whole: string): number | null {
  const counts = Object.entries(details)
    .filter(([kind]) => kind.startsWith(side))
    .map(([, count]) => countOf(count));
  return counts.reduce(plus, null) ?? countOf(details[whole]);
}

const CACHED = ["input_cached_tokens", "input_cache_read", "cache_read_input_tokens"];

function cachedOf(details: { [kind: string]: unknown }): number | null {
  return CACHED.map((kind) => countOf(details[kind])).find((count) => count !== null) ?? null;
}

function plus(left: number | null, right: number | null): number | null {
  return left === null || right === null ? (left ?? right) : left + right;
}
