import { z } from "zod";

import type { Json } from "../contracts/action.ts";
import type { State } from "../state/open.ts";
import type { AuditRow } from "../state/rows/gate.ts";

export type AuditFilter = {
  /** An approval, an incident, a key. */
  subject?: string | undefined;
  /** A whole kind (`run.done`) or the part before the dot (`run`). */
  kind?: string | undefined;
  actor?: string | undefined;
  limit?: number | undefined;
};

/** One entry as people and programs read it. */
export type AuditLine = Omit<AuditRow, "data"> & { data: { [name: string]: Json } };

const Data = z.record(z.string(), z.json());

/** The newest entries first. */
export async function listAudit(state: Pick<State, "db">, filter: AuditFilter = {}): Promise<AuditLine[]> {
  const { subject, kind, actor, limit = 100 } = filter;
  let rows = state.db.selectFrom("audit").selectAll();
  if (subject !== undefined) rows = rows.where("subject", "=", subject);
  if (actor !== undefined) rows = rows.where("actor", "=", actor);
  if (kind !== undefined) {
    rows = rows.where((is) =>
      is.or([is("kind", "=", kind), is("kind", "like", `${kind.replaceAll(/[%_]/g, "")}.%`)]),
    );
  }
  const found = await rows.orderBy("seq", "desc").limit(limit).execute();
  return found.map((row) => ({ ...row, data: Data.parse(JSON.parse(row.data)) }));
}
