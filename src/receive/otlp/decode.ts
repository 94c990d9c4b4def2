/** A request as rows of the lake, with what of it cannot be taken and why. */
import { readExport } from "../../../sources/otel/json/read-export.ts";
import { spansOf } from "../../../sources/otel/json/read-spans.ts";
import { logRowsOf } from "../../../sources/otel/log-rows.ts";
import { spanRow } from "../../../sources/otel/map/span-row.ts";
import { metricRowsOf } from "../../../sources/otel/metric-rows.ts";
import type { Span } from "../../../sources/otel/span.ts";
import { whyRefused } from "../../../sources/otel/why-refused.ts";
import type { Row } from "../../contracts/ingest.ts";
import { SentinelError } from "../../errors.ts";
import type { Signal } from "./log/record.ts";
import { decodeTraces } from "./protobuf/decode-traces.ts";
import { jsonOfProtobuf } from "./protobuf/json-of-protobuf.ts";

export type Decoded = {
  table: string;
  rows: Row[];
  /** Items that are no rows, by the reason. */
  refused: Map<string, number>;
  /** Attributes that were too long and are cut. */
  cut: number;
};

export type Encoded = { signal: Signal; json: boolean; received_at: number };

/** Throws `usage` for bytes that are no request. */
export function decode(body: Buffer, { signal, json, received_at }: Encoded): Decoded {
  if (signal === "traces" && !json) return decodeSpans(decodeTraces(body), received_at);
  const request = json ? parse(body) : jsonOfProtobuf(signal, body);
  if (signal === "traces") return decodeSpans(spansOf(readExport(request, "resourceSpans")), received_at);
  return signal === "logs"
    ? decodeOthers("otel_logs", logRowsOf(readExport(request, "resourceLogs")), "of no trace")
    : decodeOthers(
        "otel_metric_points",
        metricRowsOf(readExport(request, "resourceMetrics")),
        "not a GenAI metric",
      );
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    throw new SentinelError("usage", "this is no JSON", { cause: error });
  }
}

function decodeSpans(spans: Span[], received_at: number): Decoded {
  const decoded: Decoded = { table: "otel_spans", rows: [], refused: new Map(), cut: 0 };
  const seen = new Set<string>();
  for (const span of spans) {
    const id = span.trace_id + span.span_id;
    const why =
      whyRefused(span, received_at) ?? (seen.has(id) ? "the span id is in the request twice" : undefined);
    if (why !== undefined) {
      decoded.refused.set(why, (decoded.refused.get(why) ?? 0) + 1);
      continue;
    }
    seen.add(id);
    const { row, cut } = spanRow(span);
    decoded.rows.push(row);
    decoded.cut += cut;
  }
  return decoded;
}

/** Leaving these out is what is documented, so that senders are not told of it: they would log it for ever. */
function decodeOthers(
  table: string,
  { rows, dropped }: { rows: Row[]; dropped: number },
  why: string,
): Decoded {
  return { table, rows, refused: dropped === 0 ? new Map() : new Map([[why, dropped]]), cut: 0 };
}
