import { z } from "zod";

import * as lenient from "../../src/contracts/lenient.ts";
import type { PullContext, Window } from "../../src/contracts/table.ts";
import { type LangfuseClient, MissingEndpoint } from "./client.ts";
import { byNumber } from "./paging.ts";

/** A v1 trace, for the fields that v2 writes on each of its observations. */
const UpstreamTrace = z.object({
  id: lenient.anId,
  name: lenient.maybeName,
  release: lenient.maybeName,
  tags: lenient.maybeTexts,
  sessionId: lenient.maybeName,
  userId: lenient.maybeName,
});
type UpstreamTrace = z.infer<typeof UpstreamTrace>;

const UpstreamLink = z.object({ traceId: lenient.maybeId }).catch({ traceId: null });

/** Traces of a window begin in it or a little before; those that began earlier are asked for one by one. */
const REACH_MS = 3_600_000;

/**
 * Completes v1 observations with the fields of their traces, under their v2 names. Upstream:
 * GET /api/public/traces, and /api/public/traces/{id} for traces that began long before the window.
 */
export function traceFields(client: LangfuseClient, window: Window, { signal, warn }: PullContext) {
  let listed: Promise<Map<string, UpstreamTrace>> | undefined;
  return async (observations: unknown[]): Promise<unknown[]> => {
    const traces = await (listed ??= list(client, window, signal));
    const ids = observations.map((observation) => UpstreamLink.parse(observation).traceId);
    const unknown = [...new Set(ids)].filter((id) => id !== null && !traces.has(id)) as string[];
    await Promise.all(
      unknown.map(async (id) => {
        const trace = await one(client, id, signal);
        if (trace === undefined) warn(`langfuse trace ${id} is gone: its observations have no trace name`);
        traces.set(id, trace ?? { id, name: null, release: null, tags: null, sessionId: null, userId: null });
      }),
    );
    return observations.map((observation, position) =>
      completed(observation, traces.get(ids[position] ?? "")),
    );
  };
}

async function list(
  client: LangfuseClient,
  window: Window,
  signal: AbortSignal,
): Promise<Map<string, UpstreamTrace>> {
  const query = {
    fields: "core",
    fromTimestamp: new Date(window.from.getTime() - REACH_MS).toISOString(),
    toTimestamp: window.to.toISOString(),
  };
  const traces = new Map<string, UpstreamTrace>();
  for await (const page of byNumber(client, { path: "traces", api: "v1/traces" }, query, signal)) {
    for (const item of page.items) {
      const trace = UpstreamTrace.safeParse(item);
      if (trace.success) traces.set(trace.data.id, trace.data);
    }
  }
  return traces;
}

async function one(
  client: LangfuseClient,
  id: string,
  signal: AbortSignal,
): Promise<UpstreamTrace | undefined> {
  try {
    const answer = await client.get(`traces/${encodeURIComponent(id)}`, { fields: "core" }, signal);
    return UpstreamTrace.safeParse(answer.body).data;
  } catch (error) {
    if (error instanceof MissingEndpoint) return undefined;
    throw error;
  }
}

function completed(observation: unknown, trace: UpstreamTrace | undefined): unknown {
  if (trace === undefined || typeof observation !== "object" || observation === null) return observation;
  const { name, release, tags, sessionId, userId } = trace;
  return { ...observation, traceName: name, release, tags, sessionId, userId };
}
