/** An organization with the project `shop` in a seed, and rows as Sentry writes them. */
import type { SeedRow } from "../../../../seeds/row.ts";
import { clientOf, type Get, listOf, minute, nextLink, seedOf, serve } from "../serve-rows.ts";

const shop = { id: "7", slug: "shop", name: "Shop", platform: "python" };

export function issue(index: number, more: SeedRow = {}): SeedRow {
  return {
    id: String(1000 + index),
    shortId: `SHOP-${index}`,
    title: `Error number ${index}`,
    level: "error",
    status: "unresolved",
    count: "3",
    project: shop,
    firstSeen: minute(Math.floor(index / 2)),
    lastSeen: minute(Math.floor(index / 2) + 5),
    ...more,
  };
}

export function event(index: number, more: SeedRow = {}): SeedRow {
  return {
    id: `e${index}`,
    eventID: `e${index}`,
    "event.type": "error",
    groupID: String(1000 + (index % 2)),
    projectID: "7",
    title: "Error",
    message: "it broke",
    dateCreated: minute(index),
    tags: [
      { key: "environment", value: "production" },
      { key: "agent", value: "support" },
      { key: "release", value: "shop@1" },
    ],
    contexts: { trace: { trace_id: `trace${index}` } },
    ...more,
  };
}

export async function walk(
  ask: Get,
  path: string,
  query: Record<string, string | string[]> = {},
  key?: string,
) {
  const pages: SeedRow[][] = [];
  let answer = await ask(path, query);
  for (;;) {
    pages.push(listOf(answer.body, key));
    const next = nextLink(answer.headers);
    if (next === undefined) return pages;
    answer = await ask(next);
  }
}

export async function org(tables: Record<string, SeedRow[]>) {
  const servers = await serve([seedOf("acme", tables)]);
  return { servers, ask: clientOf(servers, "sentry"), base: "/api/0/organizations/acme" };
}
