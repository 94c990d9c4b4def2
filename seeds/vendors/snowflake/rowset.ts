/** A result as Snowflake writes it: column descriptions, and every cell as text or null. */
import {
  type DuckDBResultReader,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from "@duckdb/node-api";

export type RowType = {
  name: string;
  type: string;
  nullable: boolean;
  precision: number | null;
  scale: number | null;
  length: number | null;
};
export type Cell = string | null;
export type Rowset = { rowtype: RowType[]; rows: Cell[][] };

export function rowsetOf(reader: DuckDBResultReader): Rowset {
  const names = reader.deduplicatedColumnNames();
  const rowtype = reader.columnTypes().map((type, index) => rowTypeOf(names[index] ?? "", type));
  return { rowtype, rows: reader.getRows().map((row) => row.map(cellOf)) };
}

function rowTypeOf(name: string, type: DuckDBType): RowType {
  const column = { name: name.toUpperCase(), nullable: true, precision: null, scale: null, length: null };
  const fixed = { type: "fixed", precision: 38, scale: "scale" in type ? type.scale : 0 };
  return { ...column, ...(NUMBERS.has(type.typeId) ? fixed : (TYPES.get(type.typeId) ?? TEXT)) };
}

const { TINYINT, SMALLINT, INTEGER, BIGINT, HUGEINT, DECIMAL } = DuckDBTypeId;
const NUMBERS: ReadonlySet<DuckDBTypeId> = new Set([TINYINT, SMALLINT, INTEGER, BIGINT, HUGEINT, DECIMAL]);
const TYPES: ReadonlyMap<DuckDBTypeId, Partial<RowType> & { type: string }> = new Map([
  [DuckDBTypeId.FLOAT, { type: "real" }],
  [DuckDBTypeId.DOUBLE, { type: "real" }],
  [DuckDBTypeId.BOOLEAN, { type: "boolean" }],
  [DuckDBTypeId.TIMESTAMP, { type: "timestamp_ntz", precision: 0, scale: 9 }],
  [DuckDBTypeId.TIMESTAMP_TZ, { type: "timestamp_ltz", precision: 0, scale: 9 }],
]);
const TEXT = { type: "text", length: 16_777_216 };

/** Times are seconds since the epoch with nine decimals. */
function cellOf(value: DuckDBValue): Cell {
  if (value === null) return null;
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    const whole = value.micros / 1_000_000n - (value.micros % 1_000_000n < 0n ? 1n : 0n);
    return `${whole}.${String((value.micros - whole * 1_000_000n) * 1000n).padStart(9, "0")}`;
  }
  // Every object of DuckDB's prints itself: a decimal with all its digits.
  return typeof value === "object" ? value.toString() : String(value);
}
