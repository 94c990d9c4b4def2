import type { StateDb } from "../state/open.ts";
import { readVersion, type SchemaVersion } from "./schema-version.ts";

/** Versions of one feature or of all, the oldest first within each. */
export async function listVersions(
  db: StateDb,
  filter: { feature?: string | undefined; connection?: string | undefined } = {},
): Promise<SchemaVersion[]> {
  let rows = db.selectFrom("schema_versions").selectAll();
  if (filter.feature !== undefined) rows = rows.where("feature", "=", filter.feature);
  if (filter.connection !== undefined) rows = rows.where("connection", "=", filter.connection);
  const found = await rows.orderBy("connection").orderBy("feature").orderBy("version").execute();
  return found.map(readVersion);
}
