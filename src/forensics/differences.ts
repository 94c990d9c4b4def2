import { SentinelError } from "../errors.ts";
import type { Hole } from "../queries/run.ts";
import type { State } from "../state/open.ts";
import { chooseWindow, type WindowChoice } from "./choose-window.ts";
import { readServices } from "./clues.ts";
import { openInquiry, type Asked, type InquiryContext } from "./inquiry.ts";
import { rankDimensions, ValueRow, type DimensionDifference, type Measure } from "./rank-dimensions.ts";

export type DifferenceChoice = WindowChoice & {
  baseline_from?: string | undefined;
  baseline_to?: string | undefined;
  measure: Measure;
};

export type Differences = {
  window: { from: string; to: string };
  baseline: { from: string; to: string };
  connections: string[];
  measure: Measure;
  dimensions: (DimensionDifference & { asked: Asked })[];
  complete: boolean;
  uncovered: Hole[];
};

/**
 * What is different in a window against a baseline, by default as long a time right before: every dimension, the one
 * that differs most first. Of an incident the window is that of its trouble, without the surroundings.
 * Throws `invalid` for windows that are none or overlap, `not_found` for an unknown incident or service.
 */
export async function readDifferences(
  context: InquiryContext & { state: State },
  { measure, baseline_from, baseline_to, ...choice }: DifferenceChoice,
  now: Date,
): Promise<Differences> {
  const inquiry = openInquiry(context, now);
  const services = await readServices(inquiry);
  const chosen = await chooseWindow(context.state, services, choice, now);
  const window =
    choice.incident !== undefined && choice.from === undefined ? troubleOf(chosen) : chosen.window;
  const baseline = baselineOf(window, baseline_from, baseline_to);
  const { connections } = chosen;
  const params = {
    since: window.from,
    until: window.to,
    baseline_since: baseline.from,
    baseline_until: baseline.to,
    connections,
  };
  const rows = await inquiry.ask(ValueRow, "difference_by_dimension", params);
  const scale = lengthOf(window) / lengthOf(baseline);
  const uncovered = inquiry.uncovered(connections);
  return {
    window,
    baseline,
    connections,
    measure,
    dimensions: rankDimensions(rows, measure, scale).map((one) => ({
      ...one,
      asked: { query: "difference_by_dimension", params: { ...params, dimension: one.dimension } },
    })),
    complete: uncovered.length === 0 && !inquiry.truncated(),
    uncovered,
  };
}

const lengthOf = ({ from, to }: { from: string; to: string }): number => Date.parse(to) - Date.parse(from);

function troubleOf({ window, findings }: Awaited<ReturnType<typeof chooseWindow>>) {
  const began = findings.map((finding) => Date.parse(finding.window.from));
  const ended = findings.map((finding) => Date.parse(finding.window.to));
  const [from, to] = [Math.min(...began), Math.max(...ended)];
  return findings.length === 0 || from >= to
    ? window
    : { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function baselineOf(
  window: { from: string; to: string },
  from: string | undefined,
  to: string | undefined,
): { from: string; to: string } {
  const end = Date.parse(to ?? window.from);
  const start = from === undefined ? end - lengthOf(window) : Date.parse(from);
  if (!(start < end))
    throw new SentinelError("invalid", "the baseline is empty", {
      hint: "baseline_from comes before baseline_to",
    });
  if (start < Date.parse(window.to) && end > Date.parse(window.from)) {
    throw new SentinelError("invalid", "the baseline and the window overlap", {
      hint: "what is in both would be compared with itself",
    });
  }
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
}
