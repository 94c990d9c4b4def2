/** What the state knows of a week: its incidents, those still open, what waits for approval. */
import { z } from "zod";

import type { Incident } from "../../contracts/incident.ts";
import { listIncidents } from "../../incidents/list-incidents.ts";
import type { State } from "../../state/open.ts";
import { readPrecision, type Precision } from "../precision.ts";
import type { Span } from "./measure.ts";
import type { Week } from "./week.ts";

export type WeekOfState = {
  /** Opened in the week, the worst first. */
  opened: Incident[];
  opened_before: number;
  /** Not resolved when the week was measured, whenever they were opened. */
  open: Incident[];
  waiting: { id: string; action: string; expires_at: string }[];
  precision: Precision[];
};

const Waiting = z.object({ id: z.string(), action: z.string(), expires_at: z.string() });

export async function readWeekOfState(state: State, span: Span, at: Date): Promise<WeekOfState> {
  const { week, before, until, before_until } = span;
  const incidents = await listIncidents(state, at, { status: "all" });
  const waiting = await state.db
    .selectFrom("approvals")
    .select(["id", "action", "expires_at"])
    .where("status", "=", "proposed")
    .where("expires_at", ">", at.toISOString())
    .orderBy("expires_at")
    .execute();
  return {
    opened: incidents.filter((incident) => isWithin(incident, week, until)),
    opened_before: incidents.filter((incident) => isWithin(incident, before, before_until)).length,
    open: incidents.filter(
      ({ status, opened_at }) => status !== "resolved" && opened_at <= until.toISOString(),
    ),
    waiting: z.array(Waiting).parse(waiting),
    precision: await readPrecision(state),
  };
}

/** What was opened at the very moment of a digest on demand belongs to it. */
const isWithin = ({ opened_at }: Incident, { from, to }: Week, end: Date): boolean =>
  opened_at >= from.toISOString() && opened_at < to.toISOString() && opened_at <= end.toISOString();
