/** stdout carries data, stderr everything said to a person. */
import { createRequire } from "node:module";

import type CliTable from "cli-table3";
import type * as CsvStringify from "csv-stringify/sync";

import { redact } from "../secrets/redact.ts";

// Loaded when something is printed with them: `--help` would wait for them at every start.
const require = createRequire(import.meta.url);
const csv = () => require("csv-stringify/sync") as typeof CsvStringify;
const tables = () => require("cli-table3") as typeof CliTable;

export type Format = "table" | "json" | "ndjson" | "csv";
type Row = Record<string, unknown>;

export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

export function say(text: string): void {
  process.stderr.write(text.endsWith("\n") ? text : `${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Rows in the format asked for; `whole` is the document that `json` prints instead of the bare rows. */
export function printRows(format: Format, columns: string[], rows: Row[], whole: unknown = rows): void {
  switch (format) {
    case "json":
      return printJson(whole);
    case "ndjson":
      return print(rows.map((row) => JSON.stringify(row)).join("\n"));
    case "csv":
      return print(
        csv().stringify(
          // A CSV file is made to be passed on; who needs the exact text asks for JSON.
          rows.map((row) => columns.map((column) => redact(cell(row[column])))),
          { header: true, columns, escape_formulas: true },
        ),
      );
    case "table":
      for (let first = 0; first === 0 || first < rows.length; first += ROWS_UNDER_A_HEAD)
        print(asTable(columns, rows.slice(first, first + ROWS_UNDER_A_HEAD)));
      return;
  }
}

/** A long table is several: cli-table3's time grows with the square of the rows, and 200,000 overflow its stack. */
const ROWS_UNDER_A_HEAD = 500;

/** A plain table without colour; long cells are cut so that a row stays a line. */
export function asTable(columns: string[], rows: Row[]): string {
  const Table = tables();
  const table = new Table({
    head: columns,
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 2 },
    chars: BORDERLESS,
  });
  for (const row of rows) table.push(columns.map((column) => shown(row[column])));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

const BORDERLESS = Object.fromEntries(
  "top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle"
    .split(" ")
    .map((part) => [part, ""]),
);

const WIDEST_CELL = 80;

function shown(value: unknown): string {
  const text = printable(cell(value));
  return text.length > WIDEST_CELL ? `${text.slice(0, WIDEST_CELL - 1)}…` : text;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * Text from a source as a terminal may show it: control and direction characters become spaces, so that a
 * message can neither move the cursor, recolour the screen nor reverse what is read.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069\u200E\u200F]+/gu, " ");
}
