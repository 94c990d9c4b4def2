import { z } from "zod";

import { ActionFailure } from "../contracts/action.ts";
import { timeoutSignal } from "../contracts/timeout-signal.ts";
import { messageOf } from "../errors.ts";

export type LangfusePlace = { base_url: string; public_key: string; secret_key: string };
export type AskLake = (sql: string, params: Record<string, string>) => Promise<{ rows: unknown[] }>;

const Page = z.object({
  data: z.array(z.object({ startTime: z.string(), endTime: z.string().nullish() })),
});
const LakeRow = z.object({ at: z.coerce.date().nullable() });

// Until v4 a self-hosted server has the first path only.
const PATHS = ["v2/observations", "observations"];
const MISSING = [404, 405, 410, 501];
const CALL_MS = 10_000;

const LAST_STEP = `
select max(coalesce(ended_at, started_at)) as at
from llm_observations
where connection = $connection
    and trace_id = $trace_id
`;

/**
 * When a trace made its last step: Langfuse's newest observation of it, asked now; without a Langfuse connection of
 * that name, what the lake holds. undefined: no such trace there. Throws ActionFailure when Langfuse does not say.
 */
export async function lastStepAt(
  from: { langfuse: LangfusePlace | undefined; ask: AskLake; call_ms?: number | undefined },
  connection: string,
  trace_id: string,
): Promise<Date | undefined> {
  if (from.langfuse === undefined) {
    const { rows } = await from.ask(LAST_STEP, { connection, trace_id });
    return rows.map((row) => LakeRow.parse(row).at ?? undefined).at(0);
  }
  for (const path of PATHS) {
    const page = await observations(from.langfuse, path, trace_id, from.call_ms ?? CALL_MS);
    if (page === undefined) continue;
    const ends = page.data.flatMap(({ startTime, endTime }) => [startTime, endTime ?? startTime]);
    const last = Math.max(...ends.map((time) => Date.parse(time)));
    return Number.isFinite(last) ? new Date(last) : undefined;
  }
  throw new ActionFailure("not_sent", "Langfuse has no endpoint for observations");
}

/** undefined when the server does not have the path. */
async function observations(
  { base_url, public_key, secret_key }: LangfusePlace,
  path: string,
  trace_id: string,
  call_ms: number,
): Promise<z.infer<typeof Page> | undefined> {
  const root = base_url.replace(/\/+(api\/public\/*)?$/, "");
  const url = `${root}/api/public/${path}?${new URLSearchParams({ traceId: trace_id, limit: "10" }).toString()}`;
  const authorization = `Basic ${Buffer.from(`${public_key}:${secret_key}`).toString("base64")}`;
  try {
    const answer = await fetch(url, {
      headers: { authorization, accept: "application/json" },
      redirect: "error",
      signal: timeoutSignal(call_ms),
    });
    if (MISSING.includes(answer.status)) return undefined;
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    return Page.parse(await answer.json());
  } catch (error) {
    throw new ActionFailure(
      "not_sent",
      `Langfuse did not say whether the trace still runs: ${messageOf(error)}`,
      {
        cause: error,
        hint: "check LANGFUSE_BASE_URL and its key pair",
      },
    );
  }
}
