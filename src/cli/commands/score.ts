import { readFileSync } from "node:fs";

import { Command } from "commander";
import type { parse as Parse } from "csv-parse/sync";

import { messageOf, SentinelError } from "../../errors.ts";
import { print } from "../output.ts";

/** `text` is the value as the file has it: the output repeats it to the letter. */
type Point = { timestamp: string; text: string; value: number };

export const scoreCommand = () =>
  new Command("score")
    .description("give each row of a series an anomaly score in 0..1 that uses earlier rows only")
    .argument("<file>", "CSV with the columns timestamp and value; - for standard input")
    .action(async (file: string) => {
      const { scoreSeries } = await import("../../anomaly/score-series.ts");
      const { parse } = await import("csv-parse/sync");
      const { stringify } = await import("csv-stringify/sync");
      const points = readPoints(file, parse);
      const scores = scoreSeries(points);
      const rows = points.map(({ timestamp, text }, index) => [
        timestamp,
        text,
        (scores[index] ?? 0).toFixed(6),
      ]);
      print(stringify(rows, { header: true, columns: ["timestamp", "value", "score"] }));
    });

/** Throws `invalid` with file and line: a row left out would shift every later score. */
function readPoints(file: string, parse: typeof Parse): Point[] {
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(readFileSync(file === "-" ? 0 : file, "utf8"), {
      columns: (names: string[]) => {
        const missing = ["timestamp", "value"].filter((name) => !names.includes(name));
        if (missing.length === 0) return names;
        throw new Error(`the first line names ${names.join(", ")}; it must name timestamp and value`);
      },
      bom: true,
      trim: true,
      info: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    throw new SentinelError("invalid", `${file}: ${messageOf(error)}`, { cause: error });
  }
  return records.map(({ record, info }) => {
    const { timestamp, value } = record;
    const number = value === undefined || value === "" ? Number.NaN : Number(value);
    if (timestamp !== undefined && value !== undefined && isTime(timestamp) && Number.isFinite(number)) {
      return { timestamp, text: value, value: number };
    }
    throw new SentinelError("invalid", `${file}:${info.lines}: needs a timestamp and a number as value`, {
      hint: "such as 2026-08-20 14:30:00,12.5",
    });
  });
}

/** A date as JavaScript reads it, or seconds or milliseconds since 1970. */
const isTime = (text: string): boolean => /^\d+(\.\d+)?$/.test(text) || !Number.isNaN(Date.parse(text));
