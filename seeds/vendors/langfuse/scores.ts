/** GET /api/public/v3/scores: keyset pages, newest first, value typed by `dataType`. */
import { z } from "zod";

import { type SeedRow, textAt } from "../../row.ts";
import { placeAfter, placesBetween, take } from "../time-index.ts";
import type { LangfuseProject } from "./account.ts";
import { decodeCursor, encodeCursor } from "./cursors.ts";
import { badRequest, CommaList, Moment, NotServed, pageSize, parseParameters } from "./parameters.ts";
import { currentScore, subjectIds } from "./score-shapes.ts";

const GROUPS = {
  details: ["comment", "configId", "metadata"],
  subject: ["subject"],
  annotation: ["authorUserId", "queueId"],
} as const;
const GROUP_OF = new Map<string, string>(
  Object.entries(GROUPS).flatMap(([group, fields]) => fields.map((field) => [field, group])),
);

const AnyCase = CommaList.transform((names) => names.map((name) => name.toUpperCase()));

const Parameters = z.strictObject({
  limit: pageSize(100),
  cursor: z.string().optional(),
  fields: CommaList.pipe(z.array(z.enum(["details", "subject", "annotation"]))).default([]),
  id: CommaList.optional(),
  name: CommaList.optional(),
  source: AnyCase.optional(),
  dataType: AnyCase.optional(),
  environment: CommaList.optional(),
  configId: CommaList.optional(),
  queueId: CommaList.optional(),
  authorUserId: CommaList.optional(),
  traceId: CommaList.optional(),
  sessionId: CommaList.optional(),
  observationId: CommaList.optional(),
  fromTimestamp: Moment.optional(),
  toTimestamp: Moment.optional(),
  value: NotServed,
  valueMin: NotServed,
  valueMax: NotServed,
  experimentId: NotServed,
});
type Parameters = z.infer<typeof Parameters>;

const EQUALS = [
  "id",
  "name",
  "source",
  "dataType",
  "environment",
  "configId",
  "queueId",
  "authorUserId",
] as const;

export function listScores(project: LangfuseProject, params: URLSearchParams): unknown {
  const asked = parseParameters(params, Parameters);
  if (asked.observationId !== undefined && asked.traceId === undefined) {
    throw badRequest("observationId requires traceId");
  }
  if (asked.sessionId !== undefined && asked.traceId !== undefined) {
    throw badRequest("traceId and sessionId are mutually exclusive");
  }
  const places = placesBetween(project.scores, asked.fromTimestamp, asked.toTimestamp);
  const last = asked.cursor === undefined ? undefined : decodeCursor(asked.cursor);
  if (last !== undefined) places.start = Math.max(places.start, placeAfter(project.scores, last));
  const { entries, next } = take(project.scores, places, asked.limit, (row) => matches(row, asked));
  const end = entries.at(-1);
  return {
    data: entries.map(({ row }) => shape(row, project, asked.fields)),
    meta: {
      limit: asked.limit,
      ...(next === undefined || end === undefined ? {} : { cursor: encodeCursor(end) }),
    },
  };
}

function matches(row: SeedRow, asked: Parameters): boolean {
  if (EQUALS.some((name) => lacks(asked[name], textAt(row, name)))) return false;
  const { traceId, observationId, sessionId } = subjectIds(row);
  return (
    !lacks(asked.traceId, traceId) &&
    !lacks(asked.observationId, observationId) &&
    !lacks(asked.sessionId, sessionId)
  );
}

function lacks(wanted: string[] | undefined, value: string | undefined): boolean {
  return wanted !== undefined && !wanted.includes(value ?? "");
}

function shape(row: SeedRow, project: LangfuseProject, groups: readonly string[]): SeedRow {
  return Object.fromEntries(
    Object.entries(currentScore(row, project)).filter(
      ([field]) => groups.includes(GROUP_OF.get(field) ?? "") || !GROUP_OF.has(field),
    ),
  );
}
