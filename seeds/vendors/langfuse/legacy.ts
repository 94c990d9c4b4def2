/** The v1 endpoints of a self-hosted server before v4: counted pages, newest first. */
import { z } from "zod";

import { type SeedRow, textAt } from "../../row.ts";
import { microsOf, placesBetween } from "../time-index.ts";
import type { LangfuseProject } from "./account.ts";
import { countedPage } from "./counted-page.ts";
import { legacyObservation } from "./legacy-observation.ts";
import { legacySessions, legacyTraces } from "./legacy-traces.ts";
import {
  CommaList,
  Moment,
  NotServed,
  PageNumber,
  pageSize,
  parseParameters,
  Repeated,
} from "./parameters.ts";
import { legacyScore, subjectIds } from "./score-shapes.ts";

const paging = { page: PageNumber, limit: pageSize(100) };
const window = { fromTimestamp: Moment.optional(), toTimestamp: Moment.optional() };

const ObservationParameters = z.strictObject({
  ...paging,
  fromStartTime: Moment.optional(),
  toStartTime: Moment.optional(),
  name: z.string().optional(),
  userId: z.string().optional(),
  type: z.string().optional(),
  traceId: z.string().optional(),
  level: z.string().optional(),
  parentObservationId: z.string().optional(),
  version: z.string().optional(),
  environment: Repeated.optional(),
  filter: NotServed,
});
const EQUALS = ["name", "userId", "type", "traceId", "level", "parentObservationId", "version"] as const;

const TraceParameters = z.strictObject({
  ...paging,
  ...window,
  userId: z.string().optional(),
  name: z.string().optional(),
  sessionId: z.string().optional(),
  release: z.string().optional(),
  version: z.string().optional(),
  environment: Repeated.optional(),
  fields: CommaList.optional(),
  orderBy: z.literal("timestamp.desc").optional(),
  tags: NotServed,
  filter: NotServed,
});
const TRACE_EQUALS = ["userId", "name", "sessionId", "release", "version"] as const;

const ScoreParameters = z.strictObject({
  ...paging,
  ...window,
  name: z.string().optional(),
  source: z.string().optional(),
  dataType: z.string().optional(),
  traceId: z.string().optional(),
  environment: Repeated.optional(),
});

export function listLegacyObservations(project: LangfuseProject, params: URLSearchParams): unknown {
  const asked = parseParameters(params, ObservationParameters);
  const { start, end } = placesBetween(project.observations, asked.fromStartTime, asked.toStartTime);
  const rows = project.observations.slice(start, end).filter(({ row }) => equals(row, asked, EQUALS));
  return countedPage(rows, asked, ({ row }) => legacyObservation(row));
}

export function listLegacyTraces(project: LangfuseProject, params: URLSearchParams): unknown {
  const asked = parseParameters(params, TraceParameters);
  const rows = legacyTraces(project).filter(
    (row) =>
      within(row["timestamp"], asked.fromTimestamp, asked.toTimestamp) && equals(row, asked, TRACE_EQUALS),
  );
  return countedPage(rows, asked, (row) => row);
}

export function listLegacyScores(project: LangfuseProject, params: URLSearchParams): unknown {
  const asked = parseParameters(params, ScoreParameters);
  const { start, end } = placesBetween(project.scores, asked.fromTimestamp, asked.toTimestamp);
  const rows = project.scores
    .slice(start, end)
    .filter(({ row }) => equals(row, asked, ["name", "source", "dataType"]))
    .filter(({ row }) => asked.traceId === undefined || subjectIds(row).traceId === asked.traceId);
  return countedPage(rows, asked, ({ row }) => legacyScore(row, project));
}

export function listLegacySessions(project: LangfuseProject, params: URLSearchParams): unknown {
  const asked = parseParameters(
    params,
    z.strictObject({ ...paging, ...window, environment: Repeated.optional() }),
  );
  const rows = legacySessions(project).filter((row) =>
    within(row["createdAt"], asked.fromTimestamp, asked.toTimestamp),
  );
  return countedPage(rows, asked, (row) => row);
}

function equals<Name extends string>(
  row: SeedRow,
  asked: { [Key in Name]?: string | undefined } & { environment?: string[] | undefined },
  names: readonly Name[],
): boolean {
  if (names.some((name) => asked[name] !== undefined && textAt(row, name) !== asked[name])) return false;
  return (
    asked.environment === undefined || asked.environment.includes(textAt(row, "environment") ?? "default")
  );
}

function within(time: unknown, from: number | undefined, to: number | undefined): boolean {
  const at = microsOf(time) ?? -Infinity;
  return at >= (from ?? -Infinity) && at < (to ?? Infinity);
}
