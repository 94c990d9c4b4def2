/** Langfuse's cursors: base64 of the key of the last row served, in `meta.cursor`. */
import { isRow } from "../../row.ts";
import type { Timed } from "../time-index.ts";
import { type Cursors, jsonAnswer } from "../vendor.ts";
import { badRequest } from "./parameters.ts";

type Place = { at: number; id: string };

export function encodeCursor({ at, id }: Timed): string {
  return toText({ lastStartTimeTo: at, lastId: id });
}

/** The key of the last row served; undefined for a cursor that stands before the first. */
export function decodeCursor(cursor: string): Place | undefined {
  const { lastStartTimeTo: at, lastId: id } = fromText(cursor);
  return typeof at === "number" && typeof id === "string" ? { at, id } : undefined;
}

function toText(place: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

function fromText(cursor: string): Record<string, unknown> {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (isRow(place)) return place;
  } catch {
    // Answered below, like any other text that is no cursor.
  }
  throw badRequest("Invalid cursor format");
}

export const langfuseCursors: Cursors = {
  // v1 and prompts count pages instead.
  of: ({ params }) =>
    params.get("cursor") ??
    (Number(params.get("page") ?? 1) > 1 ? (params.get("page") ?? undefined) : undefined),
  again: (cursor, nonce) => toText({ ...(cursor === undefined ? {} : fromText(cursor)), nonce }),
  point: (answer, _call, cursor) => {
    const body: unknown = JSON.parse(answer.body);
    if (!isRow(body) || !isRow(body["meta"]) || "totalPages" in body["meta"]) return answer;
    return { ...answer, body: JSON.stringify({ ...body, meta: { ...body["meta"], cursor } }) };
  },
  expired: () => jsonAnswer(400, { message: "Invalid cursor format" }),
};
