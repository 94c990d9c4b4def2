import { z } from "zod";

import type { Detector } from "../contracts/detector.ts";

/** One limit as a form shows it. */
export type DescribedLimit = {
  name: string;
  meaning: string;
  value: number;
  default: number;
  /** Whole numbers only. */
  whole: boolean;
  /** Bounds; `above` is not allowed itself. */
  least: number | null;
  above: number | null;
  most: number | null;
};

export type DescribedDetector = { id: string; summary: string; limits: DescribedLimit[] };

const Property = z.object({
  type: z.string().optional(),
  default: z.number(),
  description: z.string().default(""),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
});
const Schema = z.object({ properties: z.record(z.string(), z.unknown()).default({}) });

/** A detector with its limits as they are in force. Limits that are no numbers are left out. */
export function describeLimits(
  { id, summary, limits }: Pick<Detector, "id" | "summary" | "limits">,
  values: Record<string, unknown> = {},
): DescribedDetector {
  const { properties } = Schema.parse(z.toJSONSchema(limits as z.ZodType, { io: "input" }));
  const described = Object.entries(properties).flatMap(([name, property]): DescribedLimit[] => {
    const { data } = Property.safeParse(property);
    if (data === undefined) return [];
    const value = values[name];
    return [
      {
        name,
        meaning: data.description,
        value: typeof value === "number" ? value : data.default,
        default: data.default,
        whole: data.type === "integer",
        least: data.minimum ?? null,
        above: data.exclusiveMinimum ?? null,
        // zod writes the greatest safe integer where there is no bound.
        most: data.maximum === undefined || data.maximum >= Number.MAX_SAFE_INTEGER ? null : data.maximum,
      },
    ];
  });
  return { id, summary, limits: described };
}
