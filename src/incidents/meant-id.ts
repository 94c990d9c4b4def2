import { SentinelError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import type { StateDb } from "../state/open.ts";
import { PAST_LETTERS, readId } from "./make-id.ts";

const KINDS = {
  incidents: {
    prefix: "inc",
    one: "incident",
    none: "there are no incidents yet; `sentinel detect` looks for some",
  },
  approvals: {
    prefix: "apr",
    one: "approval",
    none: "nothing has been proposed yet; incidents propose when they are found",
  },
} as const;

/**
 * The id that a person means: a whole one or a start that fits only one, with or without its prefix. Throws `not_found`
 * with the nearest ids, `usage` for a start that fits several.
 */
export async function meantId(db: StateDb, table: keyof typeof KINDS, typed: string): Promise<string> {
  const { prefix, one } = KINDS[table];
  const start = readId(prefix, typed);
  const rows = await db
    .selectFrom(table)
    .select("id")
    .where("id", ">=", start)
    .where("id", "<", start + PAST_LETTERS)
    .orderBy("id")
    .execute();
  const ids = start === `${prefix}_` ? [] : rows.map(({ id }) => id);
  const [first, ...others] = ids;
  if (first === undefined) throw await unknown(db, table, typed, start);
  if (first !== start && others.length > 0) {
    throw new SentinelError("usage", `${typed} fits ${ids.length} ${one}s`, {
      hint: `write more of it: ${ids.slice(0, 3).join(", ")}`,
    });
  }
  return first;
}

async function unknown(
  db: StateDb,
  table: keyof typeof KINDS,
  typed: string,
  start: string,
): Promise<SentinelError> {
  const { one, none } = KINDS[table];
  const rows = await db.selectFrom(table).select("id").orderBy("id", "desc").limit(1000).execute();
  const near = nearest(
    start,
    rows.map(({ id }) => id),
  );
  const hint =
    rows.length === 0
      ? none
      : near.length === 0
        ? `\`sentinel ${table}\` lists them`
        : `did you mean ${near.join(" or ")}?`;
  return new SentinelError("not_found", `there is no ${one} ${typed}`, { hint });
}
