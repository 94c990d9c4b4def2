/** An observation as a self-hosted server before v4 answers it. */
import { isRow, numberAt, type SeedRow } from "../../row.ts";

/** What v1 keeps on the trace and not on the observation. */
const OF_TRACE = new Set([
  "traceName",
  "tags",
  "release",
  "userId",
  "sessionId",
  "isRootObservation",
  "totalCost",
]);

/** An ObservationsView: numbers for prices, JSON values for input and output, no fields of the trace. */
export function legacyObservation(row: SeedRow): SeedRow {
  const own = Object.fromEntries(Object.entries(row).filter(([field]) => !OF_TRACE.has(field)));
  const usage = numbersOf(row["usageDetails"]);
  const cost = numbersOf(row["costDetails"]);
  const nulls =
    "parentObservationId name endTime completionStartTime modelParameters version metadata statusMessage";
  return {
    ...Object.fromEntries(
      `${nulls} promptId promptName promptVersion modelId latency timeToFirstToken`
        .split(" ")
        .map((field) => [field, null]),
    ),
    level: "DEFAULT",
    environment: "default",
    ...own,
    model: row["model"] ?? row["providedModelName"] ?? null,
    input: jsonValue(row["input"]),
    output: jsonValue(row["output"]),
    usage: {
      input: usage["input"] ?? 0,
      output: usage["output"] ?? 0,
      total: usage["total"] ?? 0,
      unit: "TOKENS",
    },
    usageDetails: usage,
    costDetails: cost,
    inputPrice: numberAt(row, "inputPrice") ?? null,
    outputPrice: numberAt(row, "outputPrice") ?? null,
    totalPrice: numberAt(row, "totalPrice") ?? null,
    calculatedInputCost: cost["input"] ?? null,
    calculatedOutputCost: cost["output"] ?? null,
    calculatedTotalCost: numberAt(row, "totalCost") ?? cost["total"] ?? null,
  };
}

function numbersOf(details: unknown): Record<string, number> {
  if (!isRow(details)) return {};
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, Number(value)]));
}

/** v1 answers the JSON value that the text holds, and the text when it holds none. */
export function jsonValue(text: unknown): unknown {
  if (typeof text !== "string") return text ?? null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
