/** `seed.json`: what a seed says about itself. Nothing in it is required. */
import { existsSync, readFileSync } from "node:fs";

import { z } from "zod";

import { messageOf, SentinelError } from "../src/errors.ts";
import { VENDORS } from "./tables.ts";

const Expectation = z.object({
  detector: z.string(),
  fingerprint: z.string(),
  severity: z.string(),
  /** The commit that must be blamed: its SHA, or an incident's blame object; null or absent: nobody. */
  blame: z
    .union([z.string(), z.looseObject({ sha: z.string() }).transform(({ sha }) => sha), z.null()])
    .default(null),
});
/** One finding that detection must raise over the seed. */
export type Expectation = z.infer<typeof Expectation>;

const SeedJson = z.looseObject({
  anchor: z
    .union([z.iso.datetime({ offset: true, local: true }), z.iso.datetime({ offset: true, precision: -1 })], {
      error: "not an ISO 8601 time, such as 2026-08-22T09:00:00Z",
    })
    .optional(),
  expect: z.array(z.unknown()).optional(),
  in: z.record(z.string(), z.string()).default({}),
  services: z.unknown().optional(),
});

export type SeedFile = {
  /** The moment the data calls now, ISO 8601. */
  anchor: string | undefined;
  /** undefined when the seed states none: then nothing is compared. */
  expect: Expectation[] | undefined;
  /** Where rows sit whose own JSON and `_in` do not say, by vendor: `{"github": "acme/shop", "slack": "incidents"}`. */
  in: Record<string, string>;
  /** The service catalogue in the shape of settings.json `services`; unparsed. */
  services: unknown;
  notes: string[];
};

/** Reads the file; a missing one says nothing. An expectation that cannot be read is noted and not compared. */
export function readSeedFile(file: string): SeedFile {
  const parsed = SeedJson.safeParse(existsSync(file) ? jsonOf(file) : {});
  if (!parsed.success) throw new SentinelError("invalid", `${file}: ${z.prettifyError(parsed.error)}`);
  const { anchor, expect, services } = parsed.data;
  const notes = Object.keys(parsed.data.in)
    .filter((vendor) => !VENDORS.includes(vendor))
    .map((vendor) => `${file}: in.${vendor} is ignored: the vendors are ${VENDORS.join(", ")}`);
  const expectations = expect?.flatMap((item, index) => {
    const expectation = Expectation.safeParse(item);
    if (expectation.success) return [expectation.data];
    notes.push(`${file}: expect[${index}] is not compared: ${z.prettifyError(expectation.error)}`);
    return [];
  });
  return { anchor, expect: expectations, in: parsed.data.in, services, notes };
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new SentinelError("invalid", `${file}: not JSON: ${messageOf(error)}`, { cause: error });
  }
}
