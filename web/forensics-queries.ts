/** What forensics asks for, as web/queries.ts has the rest. */
import { queryOptions } from "@tanstack/react-query";

import { api } from "./api.ts";
import { read } from "./read.ts";

/** What happened in a window, and what ties it; `window` as the address has it. */
export const forensicsQuery = (window: Record<string, string>) =>
  queryOptions({
    queryKey: ["lake", "forensics", window],
    queryFn: () => read(api.forensics.forensics.$get({ query: window })),
    staleTime: 60_000,
  });

export const differencesQuery = (window: Record<string, string>) =>
  queryOptions({
    queryKey: ["lake", "differences", window],
    queryFn: () => read(api.forensics.forensics.difference.$get({ query: window })),
    staleTime: 60_000,
  });

const inConnection = (connection: string | null) => (connection === null ? {} : { connection });

export const traceQuery = (trace_id: string, connection: string | null) =>
  queryOptions({
    queryKey: ["lake", "trace", trace_id, connection],
    queryFn: () =>
      read(api.forensics.traces[":trace_id"].$get({ param: { trace_id }, query: inConnection(connection) })),
    staleTime: 30_000,
  });

export const stepQuery = (trace_id: string, step: string, connection: string) =>
  queryOptions({
    queryKey: ["lake", "step", trace_id, step, connection],
    queryFn: () =>
      read(
        api.forensics.traces[":trace_id"].steps[":step"].$get({
          param: { trace_id, step },
          query: { connection },
        }),
      ),
    staleTime: 300_000,
  });
