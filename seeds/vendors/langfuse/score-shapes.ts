/** A score in the two shapes that Langfuse answers, from a row in either. */
import { isRow, type SeedRow, textAt, valueAt } from "../../row.ts";
import type { LangfuseProject } from "./account.ts";

const TYPES: Record<string, string> = { boolean: "BOOLEAN", string: "CATEGORICAL" };

/** What a score is attached to, whether the row is of the v3 shape (`subject`) or of an earlier one. */
export function subjectIds(row: SeedRow): {
  traceId: string | undefined;
  observationId: string | undefined;
  sessionId: string | undefined;
} {
  const kind = textAt(row, "subject", "kind");
  const id = textAt(row, "subject", "id");
  if (kind === undefined) {
    return {
      traceId: textAt(row, "traceId"),
      observationId: textAt(row, "observationId"),
      sessionId: textAt(row, "sessionId"),
    };
  }
  return {
    traceId: kind === "trace" ? id : textAt(row, "subject", "traceId"),
    observationId: kind === "observation" ? id : undefined,
    sessionId: kind === "session" ? id : undefined,
  };
}

/** A v3 score with all its field groups. */
export function currentScore(row: SeedRow, project: LangfuseProject): SeedRow {
  const { traceId: _t, observationId: _o, sessionId: _s, stringValue: _v, ...rest } = row;
  const at = row["timestamp"];
  return {
    projectId: project.id,
    environment: "default",
    source: "API",
    createdAt: at,
    updatedAt: at,
    comment: null,
    configId: null,
    metadata: null,
    authorUserId: null,
    queueId: null,
    dataType: TYPES[typeof row["value"]] ?? "NUMERIC",
    ...rest,
    value: typedValue(row),
    subject: isRow(row["subject"]) ? row["subject"] : subjectOf(row),
  };
}

function subjectOf(row: SeedRow): SeedRow | null {
  const { traceId, observationId, sessionId } = subjectIds(row);
  if (observationId !== undefined)
    return { kind: "observation", id: observationId, traceId: traceId ?? null };
  if (traceId !== undefined) return { kind: "trace", id: traceId };
  return sessionId === undefined ? null : { kind: "session", id: sessionId };
}

/** Earlier shapes keep the text of a category beside a number, and a boolean as 0 or 1. */
function typedValue(row: SeedRow): unknown {
  const value = valueAt(row, "value");
  switch (textAt(row, "dataType")) {
    case "BOOLEAN":
      return typeof value === "number" ? value === 1 : value;
    case "CATEGORICAL":
    case "TEXT":
    case "CORRECTION":
      return textAt(row, "stringValue") ?? value;
    default:
      return value;
  }
}

/** A v2 score: ids beside each other, a number for every value but text, the text of a category apart. */
export function legacyScore(row: SeedRow, project: LangfuseProject): SeedRow {
  const { subject: _, ...rest } = row;
  const { traceId, observationId, sessionId } = subjectIds(row);
  const at = row["timestamp"];
  const value = row["value"];
  const values =
    typeof value === "boolean"
      ? { value: value ? 1 : 0, stringValue: value ? "True" : "False" }
      : typeof value === "string"
        ? { value: 0, stringValue: value }
        : { value };
  return {
    projectId: project.id,
    source: "API",
    environment: "default",
    createdAt: at,
    updatedAt: at,
    authorUserId: null,
    comment: null,
    metadata: {},
    configId: null,
    queueId: null,
    dataType: "NUMERIC",
    ...rest,
    traceId: traceId ?? null,
    observationId: observationId ?? null,
    sessionId: sessionId ?? null,
    ...values,
  };
}
