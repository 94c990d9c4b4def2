import type { State } from "../state/open.ts";

/** A repository whose merges have been measured, by what the last update left. */
export type RiskRepo = {
  connection: string;
  repo: string;
  merges: number;
  /** Merges of which at least one hour could be measured. */
  measured: number;
  last_live_at: string;
  measured_at: string;
};

/** By connection and name. Reads the state alone: nothing is measured for it. */
export async function listRepos(state: State): Promise<RiskRepo[]> {
  return state.db
    .selectFrom("risk_merges")
    .select(({ fn }) => [
      "connection",
      "repo",
      fn.countAll<number>().as("merges"),
      fn.count<number>("cost_usd").as("measured"),
      fn.max("live_at").as("last_live_at"),
      fn.max("measured_at").as("measured_at"),
    ])
    .groupBy(["connection", "repo"])
    .orderBy("connection")
    .orderBy("repo")
    .execute();
}
