import type { Finding } from "../contracts/finding.ts";
import type { Answer, Params } from "../contracts/query.ts";
import { messageOf } from "../errors.ts";
import { answerHash, rowHashes } from "../queries/row-hash.ts";
import { runQuery, type Hole, type QueryAnswer } from "../queries/run.ts";
import type { AskContext } from "./ask-rows.ts";

/** Rows kept for reading; what changed later is told from the hashes of all. */
const STORED_ROWS = 200;
/** Enough of a SHA-256 to tell rows of one answer apart. */
const SHORT_HASH = 16;

/** A library query's answer as evidence keeps it. */
export type Gathered = {
  query: string;
  params: Params;
  as_of: string;
  rows: number;
  hash: string;
  connections: string[];
  complete: boolean;
  uncovered: Hole[];
  columns: Answer["columns"];
  stored_rows: Answer["rows"];
  row_hashes: string[];
};

/** Whose rows count, and until when coverage must reach: what came later is the ordinary lag of a sync. */
export type Scope = { connections: string[]; fresh_from: string };

/** The part of an answer that is about these connections: what other products did meanwhile proves nothing here. */
export function toEvidence(answer: QueryAnswer, { connections, fresh_from }: Scope): Gathered {
  const own = (connection: unknown) =>
    typeof connection !== "string" || connection === "" || connections.includes(connection);
  const rows = answer.rows.filter((row) => own(row["connection"]));
  const uncovered = answer.uncovered.filter(({ connection, from }) => own(connection) && from < fresh_from);
  const hashes = rowHashes(rows);
  return {
    query: answer.id,
    params: answer.params,
    as_of: answer.as_of,
    rows: rows.length,
    hash: answerHash(hashes),
    connections,
    complete: uncovered.length === 0 && !answer.truncated,
    uncovered,
    columns: answer.columns,
    stored_rows: rows.slice(0, STORED_ROWS),
    row_hashes: hashes.map(shortHash),
  };
}

export const shortHash = (hash: string): string => hash.slice(0, SHORT_HASH);

/**
 * Runs the queries that each finding names as its proof, a question that several ask only once. A query that
 * fails is logged and left out: losing the finding with it would be worse.
 */
export async function gatherEvidence(
  context: AskContext,
  findings: Finding[],
  scopeOf: (finding: Finding) => Scope,
): Promise<Map<Finding, Gathered[]>> {
  const asked = new Map<string, Promise<QueryAnswer | undefined>>();
  const ask = (query: string, params: Params, at: string) => {
    const question = JSON.stringify([query, params, at]);
    const answer = asked.get(question) ?? askOne(context, query, params, at);
    asked.set(question, answer);
    return answer;
  };
  const gathered = await Promise.all(
    findings.map(async (finding) => {
      const answers = await Promise.all(
        finding.evidence.map(({ query, params }) => ask(query, params, finding.at)),
      );
      const found = answers.filter((answer) => answer !== undefined);
      return [finding, found.map((answer) => toEvidence(answer, scopeOf(finding)))] as const;
    }),
  );
  return new Map(gathered);
}

async function askOne(
  context: AskContext,
  query: string,
  params: Params,
  at: string,
): Promise<QueryAnswer | undefined> {
  try {
    return await runQuery(context, query, params, new Date(at));
  } catch (error) {
    context.log?.warn({ query, params, error: messageOf(error) }, `evidence ${query} could not be gathered`);
    return undefined;
  }
}
