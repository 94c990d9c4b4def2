import { z } from "zod";

import type { Detector } from "../contracts/detector.ts";
import type { Params } from "../contracts/query.ts";
import { SentinelError } from "../errors.ts";
import { runQuery, type Hole, type QueryAnswer, type QueryContext } from "../queries/run.ts";

export type Ask = (query: string, params: Params) => Promise<QueryAnswer>;

type Row = Record<string, unknown>;
export type InputRows = Record<string, { all: Row[]; optional: boolean }>;

export type Inputs = {
  rows: InputRows;
  /** Holes in the tables that the detector needs. */
  holes: Hole[];
  /** The table that the detector is about, and the connections that have it. */
  subject: string;
  connections: string[];
};

/** A judgement over part of the rows would be a guess: past this the detector is not judged. */
const MAX_ROWS = 1_000_000;
const DEADLINE_MS = 120_000;

/** Asks as of one moment; detectors that need the same rows share one answer. */
export function oncePerQuestion(context: QueryContext, at: Date): Ask {
  const asked = new Map<string, Promise<QueryAnswer>>();
  return (query, params) => {
    const question = JSON.stringify([query, params]);
    const known = asked.get(question);
    if (known !== undefined) return known;
    const answer = runQuery(context, query, params, at, { max_rows: MAX_ROWS, deadline_ms: DEADLINE_MS });
    asked.set(question, answer);
    return answer;
  };
}

/** All rows a detector needs, checked against its contract. Throws when a query fails, is cut or has other columns. */
export async function askInputs(
  { lake, library }: QueryContext,
  detector: Detector,
  at: string,
  limits: unknown,
  ask: Ask,
): Promise<Inputs> {
  const rows: InputRows = {};
  const holes: Hole[] = [];
  for (const [name, input] of Object.entries(detector.inputs)) {
    const answer = await ask(input.query, input.params(at, limits));
    if (answer.truncated)
      throw new SentinelError("incomplete", `${input.query} has more than ${MAX_ROWS} rows`);
    const optional = input.optional === true;
    rows[name] = { all: parsed(input.row, answer.rows, input.query), optional };
    if (!optional) holes.push(...answer.uncovered);
  }
  const [first] = Object.values(detector.inputs);
  const subject = library.get(first?.query ?? "")?.reads[0] ?? "";
  return { rows, holes, subject, connections: await lake.connections(subject) };
}

function parsed(row: z.ZodType, rows: Row[], query: string): Row[] {
  const read = z.array(row).safeParse(rows);
  if (read.success) return read.data as Row[];
  const [issue] = read.error.issues;
  throw new SentinelError(
    "internal",
    `rows of ${query} do not fit: ${issue?.path.join(".")} ${issue?.message}`,
  );
}
