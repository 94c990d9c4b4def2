/** The forms that a feature's outputs had, as the state keeps them. */
import { z } from "zod";

import type { SchemaSnapshot } from "../../detectors/judge/output-schema.ts";
import type { SchemaVersionRow } from "../state/rows/quality.ts";

/**
 * `first` when the feature was first seen, `drifted` when the detector saw the form change and nobody has said that it
 * should, `accepted` once a person has.
 */
export const VERSION_STATUSES = ["first", "drifted", "accepted"] as const;

const Snapshot: z.ZodType<SchemaSnapshot> = z.object({
  outputs: z.number(),
  json_share: z.number(),
  fenced_share: z.number(),
  required: z.array(z.string()),
  types: z.record(z.string(), z.array(z.string())),
  seen: z.record(z.string(), z.number()),
});

export type SchemaVersion = Omit<SchemaVersionRow, "status" | "snapshot"> & {
  status: (typeof VERSION_STATUSES)[number];
  snapshot: SchemaSnapshot;
};

export function readVersion({ status, snapshot, ...row }: SchemaVersionRow): SchemaVersion {
  return {
    ...row,
    status: z.enum(VERSION_STATUSES).parse(status),
    snapshot: Snapshot.parse(JSON.parse(snapshot)),
  };
}

/** A version that outputs should have: people have not agreed to a drifted one. */
export const isInForce = ({ status }: Pick<SchemaVersion, "status">): boolean => status !== "drifted";
