import { observationSources, readColumns } from "../rollups/observation-sources.ts";
import type { FactTable, LakeColumn } from "../schema.ts";

const found = new WeakMap<FactTable, LakeColumn[]>();

/** The columns of the probe: the key, the time, what rollups read, and JSON, which is checked before it is stored. */
export function probedColumns(table: FactTable): LakeColumn[] {
  const present = found.get(table);
  if (present !== undefined) return present;
  const source = observationSources.find((candidate) => candidate.table === table.name);
  const names = new Set([
    ...table.key,
    table.time,
    ...(source === undefined ? [] : readColumns(source, table)),
  ]);
  const columns = table.columns.filter(({ name, type }) => names.has(name) || type === "JSON");
  found.set(table, columns);
  return columns;
}
