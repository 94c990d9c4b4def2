import { createHash } from "node:crypto";

import {
  attributesOf,
  isFields,
  listOf,
  microsOf,
  textOf,
  type Fields,
  type Scoped,
} from "./json/read-export.ts";
import { attributesJson, isoOf } from "./map/column-text.ts";
import { countOf, pick, textIn } from "./map/pick.ts";
import { resourceColumns } from "./map/resource-columns.ts";
import type { Resource } from "./span.ts";

const KEPT = new Set(["gen_ai.client.token.usage", "gen_ai.client.operation.duration"]);
const TEMPORALITIES = [null, "delta", "cumulative"];

/** Rows of the GenAI metrics' points, and how many points of others there were. */
export function metricRowsOf(groups: Scoped[]) {
  let dropped = 0;
  const rows = groups.flatMap(({ resource, items }) =>
    items.flatMap((metric) => {
      const data = Object.values(metric).find(
        (part): part is Fields => isFields(part) && "dataPoints" in part,
      );
      const points = listOf(data?.["dataPoints"], "dataPoints");
      const found = KEPT.has(textOf(metric["name"]))
        ? points.flatMap((point) => pointRow(resource, metric, data ?? {}, point))
        : [];
      dropped += points.length - found.length;
      return found;
    }),
  );
  return { rows, dropped };
}

function pointRow(resource: Resource, metric: Fields, data: Fields, point: Fields) {
  const { attributes, bad } = attributesOf(point["attributes"]);
  const at_us = microsOf(point["timeUnixNano"]);
  if (bad !== undefined || resource.bad !== undefined || at_us === 0) return [];
  const began_us = microsOf(point["startTimeUnixNano"]);
  const picked = pick(attributes);
  const row = {
    metric: textOf(metric["name"]),
    unit: textOf(metric["unit"]) || null,
    temporality: TEMPORALITIES[Number(data["aggregationTemporality"] ?? 0)] ?? null,
    began_at: began_us === 0 ? null : isoOf(began_us),
    measured_at: isoOf(at_us),
    service_name: resourceColumns(resource).service_name,
    provider: textIn(picked, "provider"),
    model: textIn(picked, "model"),
    operation: textIn(picked, "operation"),
    token_type: wordOf(attributes["gen_ai.token.type"]),
    error_type: textIn(picked, "error_type"),
    attributes: attributesJson(attributes, undefined, undefined).json,
  };
  const point_id = createHash("md5")
    .update(JSON.stringify([row, resource.attributes]))
    .digest("hex");
  return [
    {
      point_id,
      ...row,
      count: countOf(point["count"]),
      sum: realOf(point["sum"]),
      min: realOf(point["min"]),
      max: realOf(point["max"]),
    },
  ];
}

const wordOf = (value: unknown) => (typeof value === "string" ? value : null);
const realOf = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : null);
