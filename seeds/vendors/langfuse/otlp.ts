/** POST /api/public/otel/v1/traces: spans of the Langfuse SDK, as OTLP JSON, become observations that are then served. */
import { gunzipSync } from "node:zlib";

import { rowsAt, type SeedRow, textAt, valueAt } from "../../row.ts";
import { newestFirst } from "../time-index.ts";
import type { Call } from "../vendor.ts";
import type { LangfuseProject } from "./account.ts";
import { badRequest } from "./parameters.ts";

/** Attribute of a span, field of an observation. */
const FIELDS: Record<string, string> = {
  "langfuse.observation.level": "level",
  "langfuse.observation.status_message": "statusMessage",
  "langfuse.observation.input": "input",
  "langfuse.observation.output": "output",
  "langfuse.observation.model.name": "providedModelName",
  "langfuse.observation.prompt.name": "promptName",
  "langfuse.observation.prompt.version": "promptVersion",
  "langfuse.environment": "environment",
  "langfuse.release": "release",
  "langfuse.version": "version",
  "langfuse.trace.name": "traceName",
  "session.id": "sessionId",
  "user.id": "userId",
};
/** Attributes that hold JSON. */
const DETAILS: Record<string, string> = {
  "langfuse.observation.usage_details": "usageDetails",
  "langfuse.observation.cost_details": "costDetails",
};

/** Takes the spans in; a span that comes again replaces itself. */
export function receiveSpans(project: LangfuseProject, { headers, body }: Call): unknown {
  if (headers.get("content-type")?.includes("json") !== true) {
    throw badRequest("the loopback server reads OTLP as JSON only");
  }
  const plain = headers.get("content-encoding") === "gzip" ? gunzipSync(body) : body;
  const sent: unknown = JSON.parse(plain.toString("utf8"));
  const rows = rowsAt(sent, "resourceSpans").flatMap((resource) =>
    rowsAt(resource, "scopeSpans").flatMap((scope) => rowsAt(scope, "spans").map(observationOf)),
  );
  const ids = new Set(rows.map((row) => row["id"]));
  const before = project.observations.map(({ row }) => row).filter((row) => !ids.has(row["id"]));
  project.observations = newestFirst(
    [...before, ...rows],
    (row) => row["startTime"],
    (row) => textAt(row, "id") ?? "",
  );
  return { partialSuccess: {} };
}

function observationOf(span: SeedRow): SeedRow {
  const attributes = new Map(
    rowsAt(span, "attributes").map((each) => [textAt(each, "key") ?? "", attributeValue(each["value"])]),
  );
  const named = (fields: Record<string, string>, read: (value: unknown) => unknown) =>
    Object.entries(fields).flatMap(([from, to]) =>
      attributes.has(from) ? [[to, read(attributes.get(from))] as const] : [],
    );
  const type = attributes.get("langfuse.observation.type");
  return {
    id: span["spanId"],
    traceId: span["traceId"],
    parentObservationId: textAt(span, "parentSpanId") ?? null,
    name: span["name"],
    type: typeof type === "string" ? type.toUpperCase() : "SPAN",
    level: "DEFAULT",
    startTime: isoOf(span["startTimeUnixNano"]),
    endTime: isoOf(span["endTimeUnixNano"]),
    ...Object.fromEntries([
      ...named(FIELDS, (value) => value),
      ...named(DETAILS, (value) => (typeof value === "string" ? JSON.parse(value) : value)),
    ]),
  };
}

function attributeValue(value: unknown): unknown {
  const number = valueAt(value, "intValue") ?? valueAt(value, "doubleValue");
  return (
    valueAt(value, "stringValue") ?? (number === undefined ? valueAt(value, "boolValue") : Number(number))
  );
}

/** Nanoseconds since the epoch, as text since they do not fit a number. */
function isoOf(nanos: unknown): string | null {
  if (typeof nanos !== "string" && typeof nanos !== "number") return null;
  return new Date(Number(BigInt(nanos) / 1_000_000n)).toISOString();
}
