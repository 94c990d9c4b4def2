import { createHash } from "node:crypto";

import { attributesOf, hexOf, isFields, microsOf, textOf, valueOf, type Scoped } from "./json/read-export.ts";
import { attributesJson, isoOf, LONGEST_TEXT } from "./map/column-text.ts";
import { resourceColumns } from "./map/resource-columns.ts";

/** Numbers 1 to 24, four of each. */
const SEVERITIES = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const TRACE = /^(?!0{32})[0-9a-f]{32}$/;

/** Rows of the records that belong to a trace, and how many of the others there were. */
export function logRowsOf(groups: Scoped[]) {
  let dropped = 0;
  const rows = groups.flatMap(({ resource, items }) =>
    items.flatMap((item) => {
      const trace_id = hexOf(item["traceId"]);
      const at_us = microsOf(item["timeUnixNano"]) || microsOf(item["observedTimeUnixNano"]);
      const { attributes, bad } = attributesOf(item["attributes"]);
      const body = bodyOf(item["body"]);
      if (
        !TRACE.test(trace_id) ||
        at_us === 0 ||
        bad !== undefined ||
        resource.bad !== undefined ||
        body === undefined
      ) {
        dropped += 1;
        return [];
      }
      const row = {
        trace_id,
        span_id: hexOf(item["spanId"]) || null,
        logged_at: isoOf(at_us),
        severity: SEVERITIES[Math.ceil(Number(item["severityNumber"] ?? 0) / 4) - 1] ?? null,
        event_name: textOf(item["eventName"]) || eventName(attributes["event.name"]),
        body,
        service_name: resourceColumns(resource).service_name,
        attributes: attributesJson(attributes, undefined, undefined).json,
      };
      return [{ log_id: createHash("md5").update(JSON.stringify(row)).digest("hex"), ...row }];
    }),
  );
  return { rows, dropped };
}

const eventName = (given: unknown) => (typeof given === "string" ? given : null);

/** Undefined when it is nested too deep to be read. */
function bodyOf(given: unknown): string | null | undefined {
  if (!isFields(given)) return null;
  try {
    const value = valueOf(given, 0);
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return text.slice(0, LONGEST_TEXT);
  } catch {
    return undefined;
  }
}
