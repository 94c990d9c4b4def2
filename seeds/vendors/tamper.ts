/** The faults that leave the transport whole and spoil what a page says: types, fields, cursors. */
import { isRow, type SeedRow } from "../row.ts";
import type { FaultPlan } from "./faults.ts";
import type { WireAnswer } from "./transport.ts";
import type { Call, Cursors } from "./vendor.ts";

const KEYS = new Set(["id", "sha", "ts", "eventID", "number", "version", "filename", "name"]);
const ID_OR_TIME = /(?:id|_id|Id|ID|_at|At|[tT]ime|[sS]tamp|[dD]ate|[sS]een|ts|Created|Released)$/;

/** The right answer as the fault spoils it. `nonce` differs for every strike. */
export function tamper(
  answer: WireAnswer,
  fault: FaultPlan,
  call: Call,
  cursors: Cursors,
  nonce: number,
): WireAnswer {
  const cursor = cursors.of(call);
  switch (fault.kind) {
    case "expired-cursor":
      return cursors.expired();
    case "repeated-cursor":
      return cursor === undefined ? answer : cursors.point(answer, call, cursor);
    case "empty-page":
      // The rows are not lost: the new cursor points at the very page that was due.
      return cursors.point(withItems(answer, []), call, cursors.again(cursor, nonce));
    case "wrong-types":
      return mistype(answer, fault.wrong ?? "key");
    case "unknown-fields":
      return addFields(answer);
    default:
      return answer;
  }
}

/** The items of a page: the body itself, or the list in it. undefined when the answer is no page. */
export function itemsOf(answer: WireAnswer): SeedRow[] | undefined {
  if (answer.status !== 200 || !answer.headers["content-type"]?.includes("json")) return undefined;
  const body: unknown = JSON.parse(answer.body);
  const list = isRow(body) ? body[listPlace(body) ?? ""] : body;
  return Array.isArray(list) ? list.filter(isRow) : undefined;
}

/** The key under which a page object has its items; the vendors have one such key each. */
function listPlace(body: SeedRow): string | undefined {
  return ["data", "workflow_runs", "messages", "channels"].find((key) => Array.isArray(body[key]));
}

function withItems(answer: WireAnswer, items: unknown): WireAnswer {
  const body: unknown = JSON.parse(answer.body);
  if (!isRow(body)) return { ...answer, body: JSON.stringify(items) };
  const place = listPlace(body);
  return place === undefined ? answer : { ...answer, body: JSON.stringify({ ...body, [place]: items }) };
}

function mistype(answer: WireAnswer, wrong: "key" | "optional" | "list"): WireAnswer {
  if (wrong === "list") return withItems(answer, "none");
  const items = (itemsOf(answer) ?? []).map((item, index) => {
    if (wrong === "optional")
      return mapFields(item, (key, value) => (isKeyOrTime(key) ? value : otherType(value)));
    if (index % 3 !== 0) return item;
    return mapFields(item, (key, value) => (KEYS.has(key) ? { unexpected: value } : value));
  });
  return withItems(answer, items);
}

function mapFields(item: SeedRow, change: (key: string, value: unknown) => unknown): SeedRow {
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key, change(key, value)]));
}

function isKeyOrTime(key: string): boolean {
  return KEYS.has(key) || ID_OR_TIME.test(key);
}

function otherType(value: unknown): unknown {
  if (typeof value === "string") return { unexpected: value };
  if (typeof value === "number") return `about ${value}`;
  if (typeof value === "boolean") return [value];
  return value;
}

function addFields(answer: WireAnswer): WireAnswer {
  const added = { added_later: { since: "2030-01-01T00:00:00Z", list: [1, null, "a"] }, "x-new": true };
  const grown = withItems(
    answer,
    (itemsOf(answer) ?? []).map((item) => ({ ...item, ...added })),
  );
  const body: unknown = JSON.parse(grown.body);
  return isRow(body) ? { ...grown, body: JSON.stringify({ ...body, ...added }) } : grown;
}
