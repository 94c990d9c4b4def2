import { readExport } from "../../../sources/otel/json/read-export.ts";
import { spansOf } from "../../../sources/otel/json/read-spans.ts";
import { spanRow } from "../../../sources/otel/map/span-row.ts";
import { request, type TestSpan } from "./spans.ts";

/** The row that a span becomes. */
export function row(span: Partial<TestSpan>) {
  const json = request([{ trace: 1, span: 2, parent: 1, ...span }]);
  const [read] = spansOf(readExport(json, "resourceSpans"));
  if (read === undefined) throw new Error("no span was read");
  return spanRow(read).row;
}

/** What gpt-4o costs: 1,000 tokens at 2.50 and 100 at 10 dollars a million. */
export const PRICED = "0.0035000000";
