import { SentinelError } from "../errors.ts";
import { readId } from "../incidents/make-id.ts";
import { nearest } from "../nearest.ts";
import type { StateDb } from "../state/open.ts";
import type { ApprovalRow } from "../state/schema.ts";

/**
 * The approval a person means: a whole id or a start that fits only one, with or without `apr_`. Throws `not_found`
 * with the nearest ids, `usage` for a start that fits several.
 */
export async function findApproval(db: StateDb, typed: string): Promise<ApprovalRow> {
  const id = readId("apr", typed);
  const rows = await db
    .selectFrom("approvals")
    .selectAll()
    .where("id", "like", `${id.replaceAll(/[^a-z0-9_]/g, "")}%`)
    .orderBy("id")
    .execute();
  const exact = rows.find((row) => row.id === id);
  // `_` is a wildcard of `like`, so a row may fit the pattern without starting with the id.
  const fitting =
    exact === undefined ? rows.filter((row) => row.id.startsWith(id) && id !== "apr_") : [exact];
  const [row, ...others] = fitting;
  if (row === undefined) throw await unknown(db, typed, id);
  if (others.length > 0) {
    const few = fitting.slice(0, 3).map((fit) => fit.id);
    throw new SentinelError("usage", `${typed} fits ${fitting.length} approvals`, {
      hint: `write more of it: ${few.join(", ")}`,
    });
  }
  return row;
}

async function unknown(db: StateDb, typed: string, id: string): Promise<SentinelError> {
  const rows = await db.selectFrom("approvals").select("id").orderBy("id", "desc").limit(1000).execute();
  const near = nearest(
    id,
    rows.map((row) => row.id),
  );
  const hint =
    rows.length === 0
      ? "nothing has been proposed yet; incidents propose when they are found"
      : near.length === 0
        ? "`sentinel approvals` lists them"
        : `did you mean ${near.join(" or ")}?`;
  return new SentinelError("not_found", `there is no approval ${typed}`, { hint });
}
