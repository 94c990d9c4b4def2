/** What other limits would have found: the same week judged twice, as patrols would have judged it. */
import type { Finding } from "../contracts/finding.ts";
import { HOUR_MS, minuteOf, shift } from "../contracts/moment.ts";
import { oncePerQuestion } from "./inputs.ts";
import { detect, type DetectContext, type NotJudged } from "./run.ts";

/** One trouble, over all moments that saw it: the worst severity, the widest span, the latest words. */
export type PreviewedFinding = Pick<
  Finding,
  "detector" | "type" | "connection" | "fingerprint" | "severity" | "title" | "window" | "cost_usd"
> & {
  /** The same for the same trouble under both limits. */
  id: string;
  moments: number;
};

export type Preview = {
  from: string;
  to: string;
  /** Moments that were judged, of those that were to be: the deadline may have come first. */
  moments: number;
  moments_planned: number;
  every_hours: number;
  present: PreviewedFinding[];
  proposed: PreviewedFinding[];
  /** Ids of those that only the proposed limits find, and that only the present ones do. */
  appears: string[];
  vanishes: string[];
  /** Who could not be judged at the latest moment. */
  not_judged: NotJudged[];
};

export type PreviewOptions = {
  /** The detectors whose limits change. */
  ids: string[];
  proposed: DetectContext["limits"];
  /** Stops it between two moments: what was judged by then is answered. */
  signal: AbortSignal;
};

const DAYS = 7;
/** Each moment looks back over its horizon, so a trouble is seen by several of them. */
const STEP_HOURS = 12;

/** Judges `at` and the seven days before, the newest moment first. Stores nothing and tells nobody. */
export async function previewLimits(
  context: DetectContext,
  at: Date,
  { ids, proposed, signal }: PreviewOptions,
): Promise<Preview> {
  const every_hours = stepOf(context, ids, proposed);
  const planned = Math.floor((DAYS * 24) / every_hours) + 1;
  const moments = Array.from({ length: planned }, (_, nth) =>
    shift(minuteOf(at.toISOString()), -nth * every_hours * HOUR_MS),
  );
  const found = {
    present: new Map<string, PreviewedFinding>(),
    proposed: new Map<string, PreviewedFinding>(),
  };
  const judged: string[] = [];
  let not_judged: NotJudged[] = [];
  for (const moment of moments) {
    if (signal.aborted) break;
    const ask = oncePerQuestion(context, new Date(moment));
    const present = await detect(context, new Date(moment), ids, ask);
    const other = await detect({ ...context, limits: proposed }, new Date(moment), ids, ask);
    for (const finding of present.findings) keep(found.present, finding);
    for (const finding of other.findings) keep(found.proposed, finding);
    if (judged.length === 0) ({ not_judged } = other);
    judged.push(moment);
  }
  return {
    from: judged.at(-1) ?? at.toISOString(),
    to: at.toISOString(),
    moments: judged.length,
    moments_planned: planned,
    every_hours,
    present: inOrder(found.present),
    proposed: inOrder(found.proposed),
    appears: [...found.proposed.keys()].filter((id) => !found.present.has(id)),
    vanishes: [...found.present.keys()].filter((id) => !found.proposed.has(id)),
    not_judged,
  };
}

/** A horizon shorter than the step would leave hours that no moment looks at. */
function stepOf(
  { detectors, limits }: DetectContext,
  ids: string[],
  proposed: DetectContext["limits"],
): number {
  const horizons = detectors
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ id }) => [limits[id], proposed[id]])
    .map((of) => Number((of as { horizon_hours?: unknown } | undefined)?.horizon_hours ?? STEP_HOURS));
  return Math.max(1, Math.floor(Math.min(STEP_HOURS, ...horizons)));
}

const SEVERITIES = ["info", "medium", "high", "critical"];

/** Moments come newest first: words and fingerprint are those of the first one kept. */
function keep(found: Map<string, PreviewedFinding>, finding: Finding): void {
  const { detector, type, connection, key, fingerprint, title, severity, window, cost_usd } = finding;
  const id = JSON.stringify([connection, detector, key]);
  const known = found.get(id);
  if (known === undefined) {
    const first = { id, detector, type, connection, fingerprint, title, severity, window, cost_usd };
    found.set(id, { ...first, moments: 1 });
    return;
  }
  known.moments += 1;
  if (SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(known.severity)) known.severity = severity;
  if (cost_usd !== null) known.cost_usd = Math.max(known.cost_usd ?? cost_usd, cost_usd);
  known.window = {
    from: window.from < known.window.from ? window.from : known.window.from,
    to: window.to > known.window.to ? window.to : known.window.to,
  };
}

const inOrder = (found: Map<string, PreviewedFinding>): PreviewedFinding[] =>
  [...found.values()].toSorted(
    (one, other) =>
      SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity) ||
      (one.window.from < other.window.from ? 1 : -1),
  );
