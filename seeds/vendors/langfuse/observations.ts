/** GET /api/public/v2/observations: keyset pages, newest first, only the field groups that are asked for. */
import { z } from "zod";

import { isRow, type SeedRow, textAt } from "../../row.ts";
import { placeAfter, placesBetween, take } from "../time-index.ts";
import type { LangfuseProject } from "./account.ts";
import { decodeCursor, encodeCursor } from "./cursors.ts";
import { CommaList, Moment, NotServed, pageSize, parseParameters, Repeated } from "./parameters.ts";

/** `model` is not in the specification; recorded rows have it beside `providedModelName`. */
const GROUPS = {
  core: ["id", "traceId", "startTime", "endTime", "projectId", "parentObservationId", "type"],
  basic:
    "name level statusMessage version environment bookmarked public userId sessionId isRootObservation".split(
      " ",
    ),
  time: ["completionStartTime", "createdAt", "updatedAt"],
  io: ["input", "output"],
  metadata: ["metadata"],
  model:
    "model providedModelName internalModelId modelParameters modelId inputPrice outputPrice totalPrice".split(
      " ",
    ),
  usage: ["usageDetails", "costDetails", "totalCost", "usagePricingTierName"],
  prompt: ["promptId", "promptName", "promptVersion"],
  metrics: ["latency", "timeToFirstToken"],
  trace_context: ["tags", "release", "traceName"],
} as const satisfies Record<string, readonly string[]>;

/** In every answer; null when the row, or the groups asked for, have none. */
const NOTHING: Readonly<SeedRow> = Object.fromEntries(
  [...GROUPS.core, "modelId", "inputPrice", "outputPrice", "totalPrice"].map((field) => [field, null]),
);
const GROUP_OF = new Map(
  Object.entries(GROUPS).flatMap(([group, fields]) => fields.map((field) => [field, group])),
);
const PRICES = new Set(["inputPrice", "outputPrice", "totalPrice"]);
const METADATA_CUT = 200;

const EQUALS = ["name", "userId", "sessionId", "type", "traceId", "level", "version"] as const;

const Parameters = z.strictObject({
  fields: CommaList.pipe(z.array(z.enum(Object.keys(GROUPS) as (keyof typeof GROUPS)[]))).default([
    "core",
    "basic",
  ]),
  expandMetadata: CommaList.default([]),
  limit: pageSize(1000),
  cursor: z.string().optional(),
  parseIoAsJson: z.literal("false", { error: "parseIoAsJson is no longer supported; remove it" }).optional(),
  name: z.string().optional(),
  userId: z.string().optional(),
  sessionId: z.string().optional(),
  type: z.string().optional(),
  traceId: z.string().optional(),
  level: z.enum(["DEBUG", "DEFAULT", "WARNING", "ERROR"]).optional(),
  version: z.string().optional(),
  parentObservationId: z.string().optional(),
  isRootObservation: z.enum(["true", "false"]).optional(),
  environment: Repeated.optional(),
  fromStartTime: Moment.optional(),
  toStartTime: Moment.optional(),
  filter: NotServed,
});
type Parameters = z.infer<typeof Parameters>;

export function listObservations(project: LangfuseProject, params: URLSearchParams): unknown {
  const asked = parseParameters(params, Parameters);
  const places = placesBetween(project.observations, asked.fromStartTime, asked.toStartTime);
  const last = asked.cursor === undefined ? undefined : decodeCursor(asked.cursor);
  if (last !== undefined) places.start = Math.max(places.start, placeAfter(project.observations, last));
  const { entries, next } = take(project.observations, places, asked.limit, (row) => matches(row, asked));
  const end = entries.at(-1);
  const shape = shaper(project, asked);
  return {
    data: entries.map(({ row }) => shape(row)),
    meta: next === undefined || end === undefined ? {} : { cursor: encodeCursor(end) },
  };
}

function matches(row: SeedRow, asked: Parameters): boolean {
  if (EQUALS.some((name) => asked[name] !== undefined && textAt(row, name) !== asked[name])) return false;
  const parent = textAt(row, "parentObservationId") ?? "";
  if (asked.parentObservationId !== undefined && parent !== asked.parentObservationId) return false;
  if (asked.isRootObservation !== undefined && String(isRoot(row)) !== asked.isRootObservation) return false;
  return (
    asked.environment === undefined || asked.environment.includes(textAt(row, "environment") ?? "default")
  );
}

function isRoot(row: SeedRow): boolean {
  const said = row["isRootObservation"];
  return typeof said === "boolean" ? said : textAt(row, "parentObservationId") === undefined;
}

/** A page has up to a thousand rows: which fields are wanted is settled once, not per row. */
function shaper(project: LangfuseProject, asked: Parameters): (row: SeedRow) => SeedRow {
  const groups = new Set<string>(["core", ...asked.fields]);
  const unwanted = new Set([...GROUP_OF].flatMap(([field, group]) => (groups.has(group) ? [] : [field])));
  const root_wanted = groups.has("basic");
  return (row) => {
    const answer: SeedRow = { ...NOTHING, projectId: project.id };
    if (root_wanted) answer["isRootObservation"] = isRoot(row);
    for (const field of Object.keys(row)) {
      // A field that no group claims is one that a newer server sends.
      if (!unwanted.has(field)) answer[field] = fieldValue(field, row[field], asked);
    }
    return answer;
  };
}

function fieldValue(field: string, value: unknown, asked: Parameters): unknown {
  if (field === "input" || field === "output") return rawText(value);
  if (field === "metadata") return cut(value, asked.expandMetadata);
  return typeof value === "number" && PRICES.has(field) ? decimalText(value) : value;
}

/** Inputs and outputs are always raw strings. */
function rawText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function cut(metadata: unknown, expanded: readonly string[]): unknown {
  if (!isRow(metadata)) return metadata;
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => {
      const long = typeof value === "string" && value.length > METADATA_CUT && !expanded.includes(key);
      return [key, long ? value.slice(0, METADATA_CUT) : value];
    }),
  );
}

function decimalText(price: number): string {
  return price.toFixed(12).replace(/\.?0+$/, "");
}
