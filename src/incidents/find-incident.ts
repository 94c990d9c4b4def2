import { SentinelError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import type { StateDb } from "../state/open.ts";
import type { IncidentRow } from "../state/schema.ts";
import { readId } from "./make-id.ts";

/**
 * The incident a person means: a whole id or a start that fits only one, with or without `inc_`. An absorbed
 * incident answers with the one that took it in. Throws `not_found` with the nearest ids, `usage` for a start that
 * fits several.
 */
export async function findIncident(db: StateDb, typed: string): Promise<IncidentRow> {
  const id = readId("inc", typed);
  const rows = await db
    .selectFrom("incidents")
    .selectAll()
    .where("id", "like", `${id.replaceAll(/[^a-z0-9_]/g, "")}%`)
    .orderBy("id")
    .execute();
  const exact = rows.find((row) => row.id === id);
  // `_` is a wildcard of `like`, so a row may fit the pattern without starting with the id.
  const fitting =
    exact === undefined ? rows.filter((row) => row.id.startsWith(id) && id !== "inc_") : [exact];
  const [row, ...others] = fitting;
  if (row === undefined) throw await unknown(db, typed, id);
  if (others.length > 0) {
    throw new SentinelError("usage", `${typed} fits ${fitting.length} incidents`, {
      hint: `write more of it: ${fitting
        .slice(0, 3)
        .map((fit) => fit.id)
        .join(", ")}`,
    });
  }
  if (row.merged_into === null) return row;
  return db.selectFrom("incidents").selectAll().where("id", "=", row.merged_into).executeTakeFirstOrThrow();
}

async function unknown(db: StateDb, typed: string, id: string): Promise<SentinelError> {
  const rows = await db.selectFrom("incidents").select("id").orderBy("id", "desc").limit(1000).execute();
  const near = nearest(
    id,
    rows.map((row) => row.id),
  );
  const hint =
    rows.length === 0
      ? "there are no incidents yet; `sentinel detect` looks for some"
      : near.length === 0
        ? "`sentinel incidents` lists them"
        : `did you mean ${near.join(" or ")}?`;
  return new SentinelError("not_found", `there is no incident ${typed}`, { hint });
}
