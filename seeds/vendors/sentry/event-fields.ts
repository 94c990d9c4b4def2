/** What Discover calls the fields of an event, and where they are in the event's own JSON. */
import { rowsAt, type SeedRow, textAt } from "../../row.ts";
import { eventIdOf, eventTime, issueIdOf, type SentryOrg } from "./account.ts";

type Field = { type: string; value: (row: SeedRow, org: SentryOrg) => string | number | null };

const text = (...paths: string[][]): Field => ({
  type: "string",
  value: (row) => paths.map((path) => textAt(row, ...path)).find((value) => value !== undefined) ?? null,
});
const tagged = (tag: string, ...paths: string[][]): Field => {
  const plain = text([tag], ...paths);
  return { type: "string", value: (row, org) => tagOf(row, tag) ?? plain.value(row, org) };
};

const shownTime = (time: unknown) =>
  typeof time === "string" || typeof time === "number" ? String(time) : null;

const FIELDS: Record<string, Field> = {
  id: { type: "string", value: (row) => eventIdOf(row) },
  timestamp: { type: "date", value: (row) => shownTime(eventTime(row)) },
  "issue.id": { type: "integer", value: (row) => Number(issueIdOf(row) ?? Number.NaN) || null },
  issue: {
    type: "string",
    value: (row, org) => textAt(org.issueById.get(issueIdOf(row) ?? ""), "shortId") ?? null,
  },
  project: { type: "string", value: (row, org) => org.projectOf(row)?.slug ?? null },
  "project.name": { type: "string", value: (row, org) => org.projectOf(row)?.slug ?? null },
  "project.id": { type: "integer", value: (row, org) => Number(org.projectOf(row)?.id ?? 0) },
  "event.type": text(["event.type"], ["type"]),
  title: text(["title"]),
  message: text(["message"]),
  location: text(["location"]),
  culprit: text(["culprit"]),
  platform: text(["platform"]),
  platform_name: text(["platform"]),
  level: tagged("level"),
  environment: tagged("environment"),
  release: tagged("release", ["release", "version"]),
  transaction: tagged("transaction", ["culprit"]),
  trace: tagged("trace", ["contexts", "trace", "trace_id"], ["trace_id"]),
  "trace.span": text(["contexts", "trace", "span_id"]),
  "user.id": text(["user", "id"]),
  "user.email": text(["user", "email"]),
  "user.username": text(["user", "username"]),
  "user.display": text(["user", "email"], ["user", "username"], ["user", "id"]),
  "error.type": text(["metadata", "type"]),
  "error.value": text(["metadata", "value"]),
};

/** A field of Discover: a known one, `tags[key]`, or a tag by its bare name. */
export function eventField(name: string): Field {
  const known = FIELDS[name];
  if (known !== undefined) return known;
  const tag = /^tags\[(.+)\]$/.exec(name)?.[1] ?? name;
  return { type: "string", value: (row) => tagOf(row, tag) ?? null };
}

/** The same field as the texts that a search compares. */
export function eventValues(org: SentryOrg, row: SeedRow, key: string): readonly string[] {
  const value = eventField(key).value(row, org);
  return value === null ? [] : [String(value)];
}

function tagOf(row: SeedRow, tag: string): string | undefined {
  const pair = rowsAt(row, "tags").find((each) => each["key"] === tag);
  return textAt(pair, "value") ?? textAt(row, "tags", tag);
}
