/** Loopback vendors of seeds, and connections to them as a sync takes them. */
import type { Seed } from "../../../seeds/load.ts";
import { serveVendors, type ServeOptions, type VendorServers } from "../../../seeds/vendors/serve.ts";
import { sources } from "../../../sources/index.ts";
import type { SyncConnection } from "../../../src/sync/run.ts";

export type Vendors = VendorServers & AsyncDisposable;

/** Snowflake's results come in pages too: a hundred rows with the answer, the rest in chunks. */
export async function serve(seeds: Seed[], options: Omit<ServeOptions, "seeds"> = {}): Promise<Vendors> {
  const vendors = await serveVendors({ seeds, snowflake_inline_rows: 100, ...options });
  return { ...vendors, [Symbol.asyncDispose]: () => vendors.close() };
}

/** The connections of a seed, under the seed's name or another. */
export function connectionsOf({ connections }: VendorServers, seed: string, name = seed): SyncConnection[] {
  return connections
    .filter((connection) => connection.name === seed)
    .map(({ source, config }) => ({ name, config, source: sourceNamed(source) }));
}

export function sourceNamed(name: string) {
  const source = sources.find((candidate) => candidate.name === name);
  if (source === undefined) throw new Error(`no source ${name}`);
  return source;
}
