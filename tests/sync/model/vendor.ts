import type { ServerResponse } from "node:http";

import { json, serve } from "../loopback.ts";

/** A row as the model vendor sends it. */
export type ModelItem = { id: string; at: string; amount: number; tags: string[]; [extra: string]: unknown };

export type Ask = {
  list: "rows" | "changes" | "all";
  from: string;
  to: string;
  cursor: string | undefined;
  /** The number of the request, from 1. */
  count: number;
};
export type ModelPage = { items: unknown[]; next?: string };

/** Answers in the vendor's place; false lets the request through. */
export type Fault = (ask: Ask, response: ServerResponse, page: () => ModelPage) => boolean;

export type ModelVendor = Awaited<ReturnType<typeof serveModel>>;

/**
 * A vendor with the three ways of reading: `/rows?from&to` (a window), `/changes?from` (a lower bound) and `/all`.
 * Pages come newest first. `state` may be changed between requests.
 */
export async function serveModel(state: {
  items: ModelItem[];
  page?: number;
  latency_ms?: number;
  fault?: Fault | undefined;
}) {
  const log: Ask[] = [];
  const server = await serve((request, response, count) => {
    const url = new URL(request.url ?? "/", "http://vendor");
    const asked = (name: string) => url.searchParams.get(name) ?? "";
    const ask: Ask = {
      list: url.pathname.slice(1) as Ask["list"],
      from: asked("from"),
      to: asked("to"),
      cursor: url.searchParams.get("cursor") ?? undefined,
      count,
    };
    log.push(ask);
    // Few pages where there is one slice only: what is tested of paging is tested with `rows`.
    const size = (state.page ?? 5) * (ask.list === "rows" ? 1 : 5);
    const page = () => pageOf(state.items, ask, size);
    const answer = () => {
      if (state.fault?.(ask, response, page) !== true) json(response, page());
    };
    if (state.latency_ms === undefined) answer();
    else setTimeout(answer, state.latency_ms);
  });
  return { ...server, state, log };
}

function pageOf(items: ModelItem[], { list, from, to, cursor }: Ask, size: number): ModelPage {
  const wanted = items
    .filter(({ at }) => list === "all" || (at >= from && (to === "" || at < to)))
    .toSorted((one, other) => other.at.localeCompare(one.at) || other.id.localeCompare(one.id));
  const start = Number(cursor?.slice(1) ?? 0);
  const rest = start + size < wanted.length ? { next: `c${start + size}` } : {};
  return { items: wanted.slice(start, start + size), ...rest };
}
