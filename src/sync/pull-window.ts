import type { Window } from "../contracts/table.ts";
import { UpstreamError } from "../contracts/upstream-error.ts";
import { pullSlice, type SlicePull } from "./pull-slice.ts";
import { reasonOf } from "./reason.ts";

const SMALLEST_MS = 60_000;

export type WindowPull = SlicePull & {
  /** Ends the table (a refusal) or the whole connection (a limit, the budget) for this run. */
  stop: (scope: "table" | "connection", error: UpstreamError) => void;
};

/** `gap`: read to the end, but some items could not be read. */
export type WindowOutcome = "whole" | "gap" | "failed";

/**
 * Reads one planned window, in halves of halves when the vendor finds it too large, and writes what failed into the
 * ledger. What an abort left open is not written here. Rejects only when the lake does.
 */
export async function pullWindow(pull: WindowPull, window: Window): Promise<WindowOutcome> {
  const left = [window];
  let outcome: WindowOutcome = "whole";
  for (let piece = left.pop(); piece !== undefined; piece = left.pop()) {
    if (pull.signal.aborted) return "failed";
    const result = await read(pull, piece);
    if (result === "whole") continue;
    if (result === "gap") {
      if (outcome === "whole") outcome = "gap";
      continue;
    }
    const parts = tooLarge(result.error) ? halves(pull, piece) : [];
    if (parts.length > 0) {
      pull.ledger.replace([piece], parts);
      left.push(...parts);
      continue;
    }
    outcome = "failed";
    if (pull.signal.aborted || stops(pull, result.error)) return outcome;
    const reason = reasonOf(result.error, pull.feed.scope);
    await pull.ledger.fail(piece, reason);
    // Too large at the smallest size: the vendor is down, and a day has 1,440 minutes to try in vain.
    if (tooLarge(result.error)) for (const rest of left.splice(0)) await pull.ledger.fail(rest, reason);
  }
  return outcome;
}

async function read(pull: WindowPull, piece: Window): Promise<"whole" | "gap" | { error: unknown }> {
  try {
    return (await pullSlice(pull, piece)) ? "whole" : "gap";
  } catch (error) {
    return { error };
  }
}

const tooLarge = (error: unknown) => error instanceof UpstreamError && error.kind === "too_large";

/** The older half, then the newer: the stack gives the newer one first. */
function halves(pull: WindowPull, { from, to }: Window): Window[] {
  const span = to.getTime() - from.getTime();
  if (pull.feed.slicing.kind !== "window" || span <= SMALLEST_MS) return [];
  const size = Math.max(SMALLEST_MS, Math.ceil(span / 2 / SMALLEST_MS) * SMALLEST_MS);
  const middle = new Date(from.getTime() + size);
  return [
    { from, to: middle },
    { from: middle, to },
  ];
}

function stops(pull: WindowPull, error: unknown): boolean {
  if (!(error instanceof UpstreamError)) return false;
  if (error.kind === "denied") pull.stop("table", error);
  else if (error.kind === "limited" || error.kind === "budget") pull.stop("connection", error);
  else return false;
  return true;
}
