import type { StateDb } from "../state/open.ts";
import type { ChosenBlame } from "./choose-blame.ts";
import type { FindingLink } from "./group-troubles.ts";

const commitNode = (repo: string, sha: string): string => `commit:${repo}@${sha}`;

/**
 * Stores the links of an incident. Those between findings stay once seen: the message that tied two findings may
 * have left the window since. The link to a commit is that of the present blame.
 */
export async function saveLinks(
  db: StateDb,
  incident_id: string,
  links: FindingLink[],
  chosen: (ChosenBlame & { leader: string }) | undefined,
): Promise<void> {
  await db
    .deleteFrom("links")
    .where("incident_id", "=", incident_id)
    .where("to_id", "like", "commit:%")
    .execute();
  const rows = links.map(({ from, to, kind, strength, why }) => {
    const [from_id = from, to_id = to] = [from, to].toSorted();
    return { incident_id, from_id, to_id, kind, strength, why };
  });
  if (chosen !== undefined) {
    const { blame, link, leader } = chosen;
    rows.push({ incident_id, from_id: leader, to_id: commitNode(blame.repo, blame.sha), ...link });
  }
  for (const row of rows) {
    await db
      .insertInto("links")
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(["incident_id", "from_id", "to_id", "kind"]).doUpdateSet({ why: row.why }),
      )
      .execute();
  }
}
