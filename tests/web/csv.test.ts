import { expect, it } from "vitest";

import { toCsv } from "../../web/sql/to-csv.ts";

const line = (value: unknown): string =>
  toCsv([{ name: "x" }], [{ x: value }])
    .split("\r\n")
    .slice(1, -1)
    .join("\r\n");

it.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ['=cmd|"/c calc"!A1', `"'=cmd|""/c calc""!A1"`],
  [-1.5, "-1.5"],
  ["a,b", '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ["two\nlines", '"two\nlines"'],
  [null, ""],
  [["=1"], '"[""=1""]"'],
])("writes %j so that a spreadsheet takes it for text", (value, written) => {
  expect(line(value)).toBe(written);
});
