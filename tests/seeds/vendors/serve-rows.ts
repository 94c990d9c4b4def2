/** Serves rows that a test writes down, and asks the vendors as a plain HTTP client does. */
import { onTestFinished } from "vitest";

import type { Seed } from "../../../seeds/load.ts";
import { isRow, type SeedRow } from "../../../seeds/row.ts";
import type { VendorName } from "../../../seeds/vendors/faults.ts";
import { serveVendors, type ServeOptions, type VendorServers } from "../../../seeds/vendors/serve.ts";

export function seedOf(
  name: string,
  tables: Record<string, SeedRow[]>,
  places: Record<string, string> = {},
): Seed {
  return {
    name,
    dir: name,
    anchor: new Date(),
    shift_ms: 0,
    in: places,
    expect: undefined,
    services: undefined,
    tables: new Map(Object.entries(tables)),
    notes: [],
  };
}

export async function serve(
  seeds: Seed[],
  options: Omit<ServeOptions, "seeds"> = {},
): Promise<VendorServers> {
  const servers = await serveVendors({ seeds, ...options });
  onTestFinished(() => servers.close());
  return servers;
}

export function configOf(servers: VendorServers, source: VendorName, seed?: string): Record<string, string> {
  const found = servers.connections.find(
    (each) => each.source === source && (seed === undefined || each.name === seed),
  );
  if (found === undefined) throw new Error(`no connection of ${source}`);
  return found.config;
}

/** One answer; `body` is the parsed JSON, or the text when it is none. */
export type Answer = { status: number; headers: Headers; body: unknown };
export type Get = (path: string, query?: Record<string, string | string[]>) => Promise<Answer>;

/** A client of one vendor with the credentials of a seed. `path` may be an absolute URL. */
export function clientOf(servers: VendorServers, source: VendorName, seed?: string): Get {
  const config = configOf(servers, source, seed);
  const base = config["base_url"] ?? config["api_url"] ?? "";
  const { public_key, secret_key, token = "", bot_token = "" } = config;
  const authorization =
    source === "langfuse" ? `Basic ${btoa(`${public_key}:${secret_key}`)}` : `Bearer ${token || bot_token}`;
  return (path, query = {}) => get(new URL(path, base), query, { authorization });
}

export async function get(
  url: URL,
  query: Record<string, string | string[]> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value].flat()) url.searchParams.append(name, each);
  }
  const response = await fetch(url, { headers });
  const text = await response.text();
  let body: unknown = text;
  if (response.headers.get("content-type")?.includes("json") === true) body = JSON.parse(text);
  return { status: response.status, headers: response.headers, body };
}

export function listOf(body: unknown, key?: string): SeedRow[] {
  const list = key === undefined ? body : isRow(body) ? body[key] : undefined;
  if (!Array.isArray(list)) throw new Error(`no list ${key ?? ""} in ${JSON.stringify(body)?.slice(0, 200)}`);
  return list.filter(isRow);
}

/** The url behind `rel="next"`; with Sentry's results="false", none. */
export function nextLink(headers: Headers): string | undefined {
  const link = (headers.get("link") ?? "").split(/,\s*(?=<)/).find((each) => each.includes('rel="next"'));
  return link === undefined || link.includes('results="false"') ? undefined : /<([^>]+)>/.exec(link)?.[1];
}

/** `2026-08-01T00:00:00Z` and so many minutes. */
export function minute(count: number, fraction = ""): string {
  return new Date(Date.UTC(2026, 7, 1) + count * 60_000).toISOString().replace(".000Z", `${fraction}Z`);
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
