/** How DuckDB reads a file of rows in the lake's own columns, as SQL. */
import type { FactTable, LakeColumn } from "../schema.ts";
import { literal, quoted } from "../sql-text.ts";

/** What rows exported from a lake carry besides, or a seed's parent: the lake adds its own. */
const NOT_COLUMNS = ["connection", "synced_at", "_in"];

export const ownColumns = (table: FactTable): LakeColumn[] => table.columns.slice(1, -1);

/** Whether every row has no keys but those of columns, which reading by columns would not tell. */
export function onlyColumnsSql(table: FactTable, files: string): string {
  const names = [...ownColumns(table).map(({ name }) => name), ...NOT_COLUMNS].map(literal).join(", ");
  return `select coalesce(bool_and(list_has_all([${names}], json_keys(json))), true) as good from read_ndjson_objects(${files})`;
}

/** NDJSON with every value as its text, lists aside: what a text means is for `converted` to say. */
export function ndjsonSql(table: FactTable, files: string): string {
  const columns = ownColumns(table).map(
    ({ name, type }) => `${literal(name)}: '${type === "VARCHAR[]" ? type : "VARCHAR"}'`,
  );
  return `select * from read_json(${files}, format = 'newline_delimited', columns = {${columns.join(", ")}})`;
}

/** Parquet with its columns as they are; `present` holds those of the file with their types. */
export function parquetSql(table: FactTable, files: string, present: Map<string, string>): string {
  const columns = ownColumns(table).map(({ name, type }) => {
    const stored = present.get(name);
    if (stored === undefined) return `null::varchar as ${quoted(name)}`;
    return `${quoted(name)}${stored === type || type === "VARCHAR[]" ? "" : "::varchar"} as ${quoted(name)}`;
  });
  return `select ${columns.join(", ")} from read_parquet(${files}, union_by_name = true)`;
}

export const parquetHasOnlyColumns = (table: FactTable, present: Iterable<string>): boolean => {
  const names = new Set([...ownColumns(table).map(({ name }) => name), ...NOT_COLUMNS]);
  return [...present].every((name) => names.has(name));
};

const TIME = String.raw`^\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d(:?\d\d)?)?)?$`;

/**
 * A value of the source as its column has it, null where there is doubt: reading row by row knows more spellings, and says
 * what is wrong with the others.
 */
export function converted({ name, type }: LakeColumn): string {
  const text = `${quoted(name)}::varchar`;
  switch (type) {
    case "BIGINT":
      return `if(regexp_full_match(${text}, '-?\\d+'), try_cast(${text} as bigint), null)`;
    case "DOUBLE":
      return `if(isfinite(try_cast(${text} as double)), try_cast(${text} as double), null)`;
    case "BOOLEAN":
      return `if(${text} in ('true', 'false'), ${text} = 'true', null)`;
    case "TIMESTAMP":
      return `if(regexp_full_match(${text}, '${TIME}'), try_cast(${text} as timestamp), null)`;
    case "DECIMAL(18,10)":
      return `try_cast(${text} as decimal(18, 10))`;
    case "VARCHAR[]":
      return quoted(name);
    default:
      return text;
  }
}

/** Whether a row has to be read in the other way: a value that cannot be taken, or none where one must be. */
export function doubt(table: FactTable): string {
  return ownColumns(table)
    .map((column) => {
      const name = quoted(column.name);
      if (column.required) return `coalesce(${converted(column)}::varchar, '') = ''`;
      return `(${name} is not null and ${converted(column)} is null)`;
    })
    .join(" or ");
}
