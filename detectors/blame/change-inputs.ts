/** The rows by which a change is blamed, for the contract of a detector. */
import { z } from "zod";

import { HOUR_MS, shift } from "../../src/contracts/moment.ts";
import { Member } from "./service-ties.ts";

export const Release = z.object({
  connection: z.string(),
  agent: z.string().nullable(),
  release: z.string(),
  first_seen_at: z.string(),
  last_seen_at: z.string(),
  commit_connection: z.string().nullable(),
  repo: z.string().nullable(),
  sha: z.string().nullable(),
  title: z.string().nullable(),
  committed_at: z.string().nullable(),
});

export const Change = z.object({
  connection: z.string(),
  repo: z.string(),
  sha: z.string(),
  title: z.string().nullable(),
  committed_at: z.string(),
  live_at: z.string(),
  deployment_id: z.string().nullable(),
  environment: z.string().nullable(),
  deployed_sha: z.string().nullable(),
});

type HorizonLimits = { horizon_hours: number; change_hours: number };

/** Inputs of a detector that blames changes. */
export const changeInputs = {
  releases: {
    query: "release_first_seen",
    params: (at: string, limits: HorizonLimits) => ({
      since: shift(at, -limits.horizon_hours * HOUR_MS),
      until: at,
    }),
    row: Release,
    optional: true,
  },
  changes: {
    query: "live_changes",
    params: (at: string, limits: HorizonLimits) => ({
      since: shift(at, -(limits.horizon_hours + limits.change_hours) * HOUR_MS),
      until: at,
    }),
    row: Change,
    optional: true,
  },
  members: { query: "service_members", params: () => ({}), row: Member, optional: true },
};

/** Limits of blame by change, for the schema of a detector. */
export const changeLimits = {
  release_hours: z
    .number()
    .positive()
    .default(6)
    .describe("Hours before onset within which a release must have appeared to be blamed."),
  change_hours: z
    .number()
    .positive()
    .default(6)
    .describe("Hours before onset within which a service's change must have gone live to be blamed."),
};
