import type { Detector } from "../contracts/detector.ts";
import type { Finding } from "../contracts/finding.ts";
import { minuteOf } from "../contracts/moment.ts";
import { messageOf, SentinelError } from "../errors.ts";
import { didYouMean } from "../nearest.ts";
import type { QueryContext } from "../queries/run.ts";
import { askInputs, oncePerQuestion, type Ask, type InputRows } from "./inputs.ts";
import { peersOf, uncoveredConnections } from "./uncovered.ts";

/** `connection` is null when the detector judged none at all. */
export type NotJudged = { detector: string; connection: string | null; reason: string; tables: string[] };

export type Detection = { at: string; findings: Finding[]; judged: string[]; not_judged: NotJudged[] };

export type DetectContext = QueryContext & {
  detectors: Detector[];
  /** Limits per detector id, as settings have them; each detector fills in its own defaults. */
  limits: Record<string, unknown>;
  /** How far the data may lag behind the judged moment. */
  freshness_minutes: number;
};

/**
 * Judges a moment (cut to the minute) with the detectors named, or with all. Every connection is judged by itself:
 * one whose tables have a hole in the judged window is not judged and says why, never quiet by accident. A detector
 * that fails is not judged either, and stops no other. `ask` may be shared by several judgements of one moment. Throws
 * `not_found` for an unknown id.
 */
export async function detect(
  context: DetectContext,
  at: Date,
  ids?: string[],
  ask: Ask = oncePerQuestion(context, new Date(minuteOf(at.toISOString()))),
): Promise<Detection> {
  const moment = minuteOf(at.toISOString());
  const detection: Detection = { at: moment, findings: [], judged: [], not_judged: [] };
  for (const detector of chosen(context.detectors, ids)) {
    const one = await judgeOne(context, detector, moment, ask);
    detection.findings.push(...one.findings);
    detection.not_judged.push(...one.not_judged);
    if (one.judged) detection.judged.push(detector.id);
  }
  return detection;
}

type Outcome = { findings: Finding[]; not_judged: NotJudged[]; judged: boolean };

async function judgeOne(context: DetectContext, detector: Detector, at: string, ask: Ask): Promise<Outcome> {
  const nobody = (reason: string, tables: string[]): Outcome => ({
    findings: [],
    not_judged: [{ detector: detector.id, connection: null, reason, tables }],
    judged: false,
  });
  const limits = detector.limits.safeParse(context.limits[detector.id] ?? {});
  if (!limits.success) {
    return nobody(`its limits in the settings are wrong: ${problems(limits.error.issues)}`, []);
  }
  try {
    const inputs = await askInputs(context, detector, at, limits.data, ask);
    if (inputs.connections.length === 0) {
      return nobody(`no source of ${inputs.subject} is connected: nothing was ever synced into it`, [
        inputs.subject,
      ]);
    }
    const peers = await peersOf(ask);
    const uncovered = uncoveredConnections(inputs, peers, at, context.freshness_minutes);
    const outcomes = inputs.connections.map((connection): Outcome => {
      const hole = uncovered.get(connection);
      if (hole !== undefined) {
        return { findings: [], not_judged: [{ detector: detector.id, connection, ...hole }], judged: false };
      }
      return judgeConnection(detector, connection, inputs.rows, limits.data, at);
    });
    return {
      findings: outcomes.flatMap(({ findings }) => findings),
      not_judged: outcomes.flatMap(({ not_judged }) => not_judged),
      judged: outcomes.some(({ judged }) => judged),
    };
  } catch (error) {
    return nobody(`it failed: ${messageOf(error)}`, []);
  }
}

function judgeConnection(
  detector: Detector,
  connection: string,
  rows: InputRows,
  limits: unknown,
  at: string,
): Outcome {
  const own = Object.fromEntries(
    Object.entries(rows).map(([name, { all, optional }]) => [
      name,
      optional ? all : all.filter((row) => row["connection"] === connection),
    ]),
  );
  try {
    const findings = detector
      .judge(own, limits, at)
      .map((judgement): Finding => ({ ...judgement, detector: detector.id, type: detector.type, at }));
    const not_judged = (detector.unjudged?.(own, limits, at) ?? []).map((gap): NotJudged => ({
      detector: detector.id,
      tables: [],
      ...gap,
    }));
    return { findings, not_judged, judged: true };
  } catch (error) {
    const reason = `it failed: ${messageOf(error)}`;
    return {
      findings: [],
      not_judged: [{ detector: detector.id, connection, reason, tables: [] }],
      judged: false,
    };
  }
}

function chosen(detectors: Detector[], ids: string[] | undefined): Detector[] {
  if (ids === undefined) return detectors;
  const known = detectors.map(({ id }) => id);
  return ids.map((id) => {
    const detector = detectors.find((candidate) => candidate.id === id);
    if (detector !== undefined) return detector;
    throw new SentinelError("not_found", `there is no detector ${id}`, {
      hint: didYouMean(id, known, `there are ${known.join(", ")}`),
    });
  });
}

function problems(issues: { path: PropertyKey[]; message: string }[]): string {
  return issues.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`).join("; ");
}
