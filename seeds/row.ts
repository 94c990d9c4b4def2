/** Reading rows of seeds: JSON objects in a vendor's own shape, of which any field may be missing. */
export type SeedRow = Record<string, unknown>;

export function isRow(value: unknown): value is SeedRow {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of keys; undefined when any step is missing. */
export function valueAt(row: unknown, ...path: string[]): unknown {
  let value = row;
  for (const key of path) value = isRow(value) ? value[key] : undefined;
  return value;
}

/** The value at a path as text: strings and numbers; undefined for anything else and for empty text. */
export function textAt(row: unknown, ...path: string[]): string | undefined {
  const value = valueAt(row, ...path);
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberAt(row: unknown, ...path: string[]): number | undefined {
  const value = Number(textAt(row, ...path));
  return Number.isFinite(value) ? value : undefined;
}

/** The objects of the list at a path; none when there is no list. */
export function rowsAt(row: unknown, ...path: string[]): SeedRow[] {
  const value = valueAt(row, ...path);
  return Array.isArray(value) ? value.filter(isRow) : [];
}

/** The row as its vendor answers it: without `_in`, which is the seed's own word for the parent. */
export function served(row: SeedRow): SeedRow {
  if (!("_in" in row)) return row;
  const { _in: _, ...rest } = row;
  return rest;
}

/** The row without some of its keys. */
export function without(row: SeedRow, keys: ReadonlySet<string>): SeedRow {
  return Object.fromEntries(Object.entries(row).filter(([key]) => !keys.has(key)));
}
