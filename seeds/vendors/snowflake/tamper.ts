/** The faults that spoil what a result says, in the places that Snowflake's results have for them. */
import { isRow, type SeedRow } from "../../row.ts";
import type { FaultPlan } from "../faults.ts";
import type { WireAnswer } from "../transport.ts";
import { chunkOf } from "./results.ts";

const KEYS = new Set(["NAME", "QUERY_ID", "WAREHOUSE_NAME"]);

/** The right answer as the fault spoils it. A chunk has no cursor beyond its address: that one can expire. */
export function tamper(answer: WireAnswer, fault: FaultPlan, base_url: string): WireAnswer {
  if (fault.kind === "expired-cursor") {
    return {
      status: 403,
      headers: { "content-type": "application/xml" },
      body: "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
    };
  }
  const body = resultOf(answer);
  if (body === undefined) return answer;
  const data = changed(body.data, fault, base_url);
  const added =
    fault.kind === "unknown-fields" ? { added_later: { since: "2030-01-01", list: [1, null] } } : {};
  return { ...answer, body: JSON.stringify({ ...body, ...added, data: { ...data, ...added } }) };
}

/** Whether the answer holds rows. */
export function isPage(answer: WireAnswer): boolean {
  const rows = resultOf(answer)?.data["rowset"];
  return Array.isArray(rows) && rows.length > 0;
}

function resultOf({ status, headers, body }: WireAnswer): (SeedRow & { data: SeedRow }) | undefined {
  if (status !== 200 || headers["content-type"]?.includes("json") !== true) return undefined;
  const parsed: unknown = JSON.parse(body);
  if (!isRow(parsed)) return undefined;
  const { data } = parsed;
  return isRow(data) && Array.isArray(data["rowset"]) ? { ...parsed, data } : undefined;
}

function changed(data: SeedRow, fault: FaultPlan, base_url: string): SeedRow {
  const rows: (string | null)[][] = Array.isArray(data["rowset"]) ? data["rowset"].filter(Array.isArray) : [];
  const columns = Array.isArray(data["rowtype"]) ? data["rowtype"].filter(isRow) : [];
  const chunks = Array.isArray(data["chunks"]) ? data["chunks"] : [];
  if (fault.kind === "empty-page") {
    // Nothing is lost: all rows come in chunks.
    return {
      ...data,
      rowset: [],
      chunks: [chunkOf(base_url, String(data["queryId"]), 0, rows.length), ...chunks],
    };
  }
  if (fault.kind !== "wrong-types") return data;
  const spoiled = rows.map((row, index) => mistyped(row, index, columns, fault.wrong));
  return { ...data, rowset: fault.wrong === "list" ? "none" : spoiled };
}

/** `key`: no id in every third row. `optional`: no number is one. */
function mistyped(
  row: (string | null)[],
  index: number,
  columns: SeedRow[],
  wrong: FaultPlan["wrong"],
): unknown[] {
  return row.map((cell, place) => {
    const { name, type } = columns[place] ?? {};
    if (wrong === "optional") return type === "fixed" && cell !== null ? `about ${cell}` : cell;
    return index % 3 === 0 && KEYS.has(String(name)) ? null : cell;
  });
}
