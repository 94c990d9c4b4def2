/** Sentry's cursors: `value:offset:is_previous`, in `Link` headers that are always there. */
import { type Call, type Cursors, jsonAnswer } from "../vendor.ts";
import { badRequest } from "./parameters.ts";

const CURSOR = /^(-?\d+):(\d+):([01])$/;
const INVALID = "Invalid cursor parameter.";

/** The place that a call's cursor points at; 0 without one. */
export function offsetOf(params: URLSearchParams): number {
  const cursor = params.get("cursor");
  if (cursor === null) return 0;
  const offset = CURSOR.exec(cursor)?.[2];
  if (offset === undefined) throw badRequest(INVALID);
  return Number(offset);
}

/** The `Link` header of a page: a next link even on the last page, with results="false". */
export function linkHeader(call: Call, page: { offset: number; size: number; more: boolean }): string {
  const before = Math.max(0, page.offset - page.size);
  return [
    link(call, "previous", `0:${before}:1`, page.offset > 0),
    link(call, "next", `0:${page.offset + page.size}:0`, page.more),
  ].join(", ");
}

function link(call: Call, rel: string, cursor: string, results: boolean): string {
  const url = new URL(call.url);
  url.searchParams.set("cursor", cursor);
  return `<${url.href}>; rel="${rel}"; results="${results}"; cursor="${cursor}"`;
}

export const sentryCursors: Cursors = {
  of: ({ params }) => params.get("cursor") ?? undefined,
  again: (cursor, nonce) => `${nonce}:${CURSOR.exec(cursor ?? "")?.[2] ?? 0}:0`,
  point: (answer, call, cursor) => {
    if (answer.headers["link"] === undefined) return answer;
    const links = [link(call, "previous", "0:0:1", true), link(call, "next", cursor, true)];
    return { ...answer, headers: { ...answer.headers, link: links.join(", ") } };
  },
  expired: () => jsonAnswer(400, { detail: INVALID }),
};
