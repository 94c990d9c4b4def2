/** Results as the driver reads them: the first rows in the answer, the rest in chunks to be fetched. */
import { randomUUID } from "node:crypto";

import type { WireAnswer } from "../transport.ts";
import type { Cell, RowType, Rowset } from "./rowset.ts";

const ROWS_PER_CHUNK = 5000;
/** Snowflake keeps results for a day; here the newest are enough. */
const KEPT = 50;

/** How the driver is to read values of the session. */
const PARAMETERS = {
  TIMEZONE: "UTC",
  BINARY_OUTPUT_FORMAT: "HEX",
  DATE_OUTPUT_FORMAT: "YYYY-MM-DD",
  TIME_OUTPUT_FORMAT: "HH24:MI:SS",
  TIMESTAMP_OUTPUT_FORMAT: "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM",
  TIMESTAMP_NTZ_OUTPUT_FORMAT: "YYYY-MM-DD HH24:MI:SS.FF3",
  TIMESTAMP_LTZ_OUTPUT_FORMAT: "",
  TIMESTAMP_TZ_OUTPUT_FORMAT: "",
};
export const parameters = Object.entries(PARAMETERS).map(([name, value]) => ({ name, value }));

export type Chunk = { url: string; rowCount: number; uncompressedSize: number; compressedSize: number };
export type ResultData = {
  queryId: string;
  parameters: typeof parameters;
  rowtype: RowType[];
  rowset: Cell[][];
  chunks?: Chunk[];
  total: number;
  returned: number;
  queryResultFormat: "json";
  statementTypeId: number;
  version: number;
};

/** `inline_rows` come with the answer itself. */
export function openResults(inline_rows: number) {
  const kept = new Map<string, { rowtype: RowType[]; inline: Cell[][]; chunks: Cell[][][] }>();
  return {
    /** Answers with the query's id. */
    keep({ rowtype, rows }: Rowset): string {
      const id = randomUUID();
      const rest = rows.slice(inline_rows);
      const chunks = Array.from({ length: Math.ceil(rest.length / ROWS_PER_CHUNK) }, (_, index) =>
        rest.slice(index * ROWS_PER_CHUNK, (index + 1) * ROWS_PER_CHUNK),
      );
      kept.set(id, { rowtype, inline: rows.slice(0, inline_rows), chunks });
      for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
      return id;
    },
    /** `data` of the answer; undefined when the id is not known. Chunk 0 repeats the rows of the answer itself. */
    answer(id: string, base_url: string): ResultData | undefined {
      const result = kept.get(id);
      if (result === undefined) return undefined;
      const { rowtype, inline, chunks } = result;
      const total = chunks.reduce((sum, rows) => sum + rows.length, inline.length);
      const links = chunks.map((rows, index) => chunkOf(base_url, id, index + 1, rows.length));
      return {
        queryId: id,
        parameters,
        rowtype,
        rowset: inline,
        ...(links.length > 0 && { chunks: links }),
        total,
        returned: total,
        queryResultFormat: "json",
        statementTypeId: 4096,
        version: 1,
      };
    },
    rows(id: string, chunk: number): Cell[][] | undefined {
      const result = kept.get(id);
      return chunk === 0 ? result?.inline : result?.chunks[chunk - 1];
    },
  };
}

export function chunkOf(base_url: string, id: string, number: number, rowCount: number): Chunk {
  return { url: `${base_url}/chunks/${id}/${number}`, rowCount, uncompressedSize: 0, compressedSize: 0 };
}

/** A part of an array: the outer brackets are the driver's to add. */
export function chunkAnswer(rows: unknown[] | undefined): WireAnswer {
  if (rows === undefined)
    return {
      status: 404,
      headers: { "content-type": "application/xml" },
      body: "<Error><Code>NoSuchKey</Code></Error>",
    };
  return { status: 200, headers: { "content-type": "text/plain" }, body: JSON.stringify(rows).slice(1, -1) };
}
