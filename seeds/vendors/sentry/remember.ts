/** Keeps what a call found while its pages are read, so that page 2000 of a list does not search it again. */
import type { Call } from "../vendor.ts";
import type { SentryOrg } from "./account.ts";

const KEPT = 32;
const memory = new WeakMap<SentryOrg, Map<string, unknown>>();

/** What `find` found for the first page of this list, on pages after the first; a first page finds anew. */
export function remember<Found>(org: SentryOrg, call: Call, find: () => Found): Found {
  const params = new URLSearchParams(call.params);
  params.delete("cursor");
  const key = `${call.url.pathname}?${params.toString()}`;
  const known = memory.get(org) ?? new Map<string, unknown>();
  memory.set(org, known);
  // The key names the endpoint, and with it the type.
  if (call.params.has("cursor") && known.has(key)) return known.get(key) as Found;
  const found = find();
  known.delete(key);
  known.set(key, found);
  for (const oldest of [...known.keys()].slice(0, -KEPT)) known.delete(oldest);
  return found;
}
