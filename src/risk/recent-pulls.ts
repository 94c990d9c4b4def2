/** The newest pull requests of a repository, each by what was known before it was merged. */
import { z } from "zod";

import { runQuery } from "../queries/run.ts";
import { assessRisk, type RiskContext } from "./assess-risk.ts";
import type { Assessment } from "./assessment.ts";

const DAY_MS = 86_400_000;
const SPAN_DAYS = 90;

const Row = z.object({
  connection: z.string(),
  number: z.number(),
  title: z.string().nullable(),
  author: z.string().nullable(),
  state: z.string().nullable(),
  created_at: z.string().nullable(),
  merged_at: z.string().nullable(),
});

export type RecentPull = z.infer<typeof Row> &
  Pick<Assessment, "verdict" | "score" | "says"> & {
    /** The moment it is judged at: its merge, else the moment asked for. */
    judged_at: string;
  };

export type PullsAsked = { repo: string; connection?: string | undefined; limit: number };

/**
 * Requests that changed within 90 days, the highest number first, as the lake has them: nothing is read live. A merged
 * one is judged at its merge, since its own merge is history only to those that came after.
 */
export async function recentPulls(
  context: Omit<RiskContext, "read">,
  { repo, connection, limit }: PullsAsked,
  at: Date,
): Promise<RecentPull[]> {
  const since = new Date(at.getTime() - SPAN_DAYS * DAY_MS).toISOString();
  const { rows } = await runQuery(context, "pr_history", { repo, since, until: at.toISOString() }, at);
  const newest = z
    .array(Row)
    .parse(rows)
    .filter((row) => connection === undefined || row.connection === connection)
    .toSorted((one, other) => other.number - one.number)
    .slice(0, limit);
  const pulls: RecentPull[] = [];
  for (const row of newest) {
    const judged_at = row.merged_at === null ? at : new Date(row.merged_at);
    const asked = { repo, number: row.number, connection: row.connection };
    const { assessment } = await assessRisk(context, asked, judged_at);
    const { verdict, score, says } = assessment;
    pulls.push({ ...row, verdict, score, says, judged_at: judged_at.toISOString() });
  }
  return pulls;
}
