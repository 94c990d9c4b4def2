import type { Row } from "../../contracts/ingest.ts";
import type { FactTable } from "../schema.ts";
import { storedAs, type Convert } from "../values/column-values.ts";
import type { Values } from "./raw-vector.ts";
import type { Span } from "./span.ts";

export type Kept = {
  /** Of several rows with one key the last, in the place of the first. */
  rows: Row[];
  /** The values of the columns that must be there, converted; of each row in `rows`. */
  read: Map<string, Values>;
  /** Rows without a readable key or time. */
  refused: number;
  /** Of the times; undefined without rows. */
  span: Span | undefined;
};

/** The rows of a batch that have a place in the table. */
export function keptRows(table: FactTable, rows: Row[]): Kept {
  const required = table.columns.slice(1, -1).filter((column) => column.required);
  const keys = required.filter(({ name }) => table.key.includes(name)).map(({ name }) => name);
  const read = new Map(
    required.map(({ name, type }) => [
      name,
      valuesOf(rows, name, type === "VARCHAR" ? keyText : storedAs(type)),
    ]),
  );
  const good = wholeRows(rows.length, [...read.values()]);
  const last = lastOfEachKey(
    good,
    keys.map((name) => read.get(name) ?? []),
  );
  const times = read.get(table.time) ?? [];
  const whole = last.length === rows.length;
  return {
    rows: whole ? rows : last.map((index) => rows[index] ?? {}),
    read: whole
      ? read
      : new Map([...read].map(([name, values]) => [name, last.map((index) => values[index] ?? null)])),
    refused: rows.length - good.length,
    span: timesOf(good, times),
  };
}

function valuesOf(rows: Row[], name: string, convert: Convert): Values {
  return rows.map((row) => {
    const given = row[name];
    return given === null || given === undefined ? null : (convert(given) ?? null);
  });
}

/** The places of the rows that have all of these values. */
function wholeRows(count: number, columns: Values[]): number[] {
  const good: number[] = [];
  for (let index = 0; index < count; index += 1) {
    if (columns.every((values) => values[index] !== null)) good.push(index);
  }
  return good;
}

/** Keeps a row in the place where its key came first. */
function lastOfEachKey(places: number[], keys: Values[]): number[] {
  const [only, ...others] = keys;
  const byKey = new Map<unknown, number>();
  for (const index of places) {
    const key =
      only !== undefined && others.length === 0
        ? plainKey(only[index])
        : keys.map((values) => lengthAndText(String(values[index]))).join("");
    byKey.set(key, index);
  }
  return byKey.size === places.length ? places : [...byKey.values()];
}

/** A number and a bigint of one value are one key. */
const plainKey = (value: unknown) => (typeof value === "string" ? value : String(value));

/** Parts of a key may hold any character; their lengths keep ("a", "bc") and ("ab", "c") apart. */
const lengthAndText = (part: string) => `${part.length}:${part}`;

function timesOf(places: number[], times: Values): Span | undefined {
  let low: number | bigint | undefined;
  let high: number | bigint | undefined;
  for (const index of places) {
    const time = times[index];
    if (typeof time !== "number" && typeof time !== "bigint") continue;
    if (low === undefined || time < low) low = time;
    if (high === undefined || time > high) high = time;
  }
  return low === undefined || high === undefined ? undefined : { low: BigInt(low), high: BigInt(high) };
}

const text = storedAs("VARCHAR");

/** DuckDB replaces unpaired surrogates: two keys that differ in one only would be the same key there. */
function keyText(value: unknown): ReturnType<Convert> {
  const plain = text(value);
  // The first test is cheap for the usual text, which has none of either kind.
  return typeof plain === "string" && /[\ud800-\udfff]/.test(plain)
    ? plain.replace(/\p{Surrogate}/gu, "\ufffd")
    : plain;
}
