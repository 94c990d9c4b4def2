/** Slack's cursors: base64 of the place where the next page starts, in `response_metadata.next_cursor`. */
import { isRow } from "../../row.ts";
import { type Cursors, jsonAnswer } from "../vendor.ts";
import { SlackError } from "./parameters.ts";

export function encodeCursor(place: number): string {
  return Buffer.from(`next_ts:${place}`).toString("base64");
}

/** The place; undefined for a cursor that stands before the first. */
export function decodeCursor(cursor: string): number | undefined {
  const place = /^next_ts:(\d*)(?:#\d+)?$/.exec(Buffer.from(cursor, "base64").toString("utf8"))?.[1];
  if (place === undefined) throw new SlackError("invalid_cursor");
  return place === "" ? undefined : Number(place);
}

export const slackCursors: Cursors = {
  of: ({ params }) => params.get("cursor") || undefined,
  again: (cursor, nonce) => {
    const place = cursor === undefined ? undefined : decodeCursor(cursor);
    return Buffer.from(`next_ts:${place ?? ""}#${nonce}`).toString("base64");
  },
  point: (answer, _call, cursor) => {
    const body: unknown = JSON.parse(answer.body);
    if (!isRow(body) || body["ok"] !== true) return answer;
    const more = "has_more" in body ? { has_more: true } : {};
    return {
      ...answer,
      body: JSON.stringify({ ...body, ...more, response_metadata: { next_cursor: cursor } }),
    };
  },
  expired: () => jsonAnswer(200, { ok: false, error: "invalid_cursor" }),
};
