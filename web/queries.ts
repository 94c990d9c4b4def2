/** What the pages ask for. A key begins with the topic under which the server tells of changes. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { InferRequestType } from "hono/client";

import { api } from "./api.ts";
import { read } from "./read.ts";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: () => read(api.access.session.$get()),
  staleTime: 60_000,
});

/** Which incidents a list is about, as the API takes it. */
export type IncidentQuery = InferRequestType<(typeof api.incident_lists)["incident-list"]["$get"]>["query"];

const PAGE = "200";

/** All that changes when an incident is opened or decided. */
export const incidentListsKey = ["incidents", "lists"];

/** A list without an end: page after page, while it is scrolled. */
export const incidentRowsQuery = (query: IncidentQuery) =>
  infiniteQueryOptions({
    queryKey: [...incidentListsKey, "rows", query],
    queryFn: ({ pageParam, signal }) =>
      read(
        api.incident_lists["incident-list"].$get(
          { query: { ...query, limit: PAGE, ...(pageParam !== "" && { cursor: pageParam }) } },
          { init: { signal } },
        ),
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

/** The first few of a list. */
export const topIncidentsQuery = (query: IncidentQuery & { limit: string }) =>
  queryOptions({
    queryKey: [...incidentListsKey, "top", query],
    queryFn: async () => (await read(api.incident_lists["incident-list"].$get({ query }))).rows,
  });

export const incidentCountsQuery = (query: IncidentQuery = {}) =>
  queryOptions({
    queryKey: [...incidentListsKey, "counts", query],
    queryFn: ({ signal }) =>
      read(api.incident_lists["incident-counts"].$get({ query }, { init: { signal } })),
    placeholderData: keepPreviousData,
  });

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ["incidents", "one", id],
    queryFn: () => read(api.incidents[":id"].$get({ param: { id } })),
  });

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ["incidents", "timeline", id],
    queryFn: async () => (await read(api.evidence[":id"].timeline.$get({ param: { id } }))).timeline,
  });

export const evidenceQuery = (id: string, piece: string) =>
  queryOptions({
    queryKey: ["incidents", "evidence", id, piece],
    queryFn: () => read(api.evidence[":id"].evidence[":piece"].$get({ param: { id, piece } })),
  });

export const approvalsQuery = queryOptions({
  queryKey: ["approvals", "list"],
  queryFn: async () => (await read(api.approvals.$get({ query: {} }))).approvals,
});

export const auditQuery = queryOptions({
  queryKey: ["approvals", "audit"],
  queryFn: async () => (await read(api.audit.$get({ query: { limit: "200" } }))).audit,
});

export const tablesQuery = queryOptions({
  queryKey: ["lake", "tables"],
  queryFn: async () => (await read(api.lake.tables.$get({ query: { columns: "all" } }))).tables,
  staleTime: 60_000,
});

export const libraryQuery = queryOptions({
  queryKey: ["library"],
  queryFn: async () => (await read(api.queries.queries.$get())).queries,
  staleTime: Number.POSITIVE_INFINITY,
});

/** A question of the library with its parameters as text. */
export const askQuery = (id: string, params: Record<string, string> = {}) =>
  queryOptions({
    queryKey: ["lake", "ask", id, params],
    queryFn: () => read(api.queries.queries[":id"].$get({ param: { id }, query: params })),
    staleTime: 30_000,
  });

/** A question of the library as one statement, its parameters written into it. */
export const statementQuery = (id: string, params: Record<string, string>) =>
  queryOptions({
    queryKey: ["statement", id, params],
    queryFn: async () =>
      (await read(api.queries.queries[":id"].statement.$get({ param: { id }, query: params }))).sql,
    staleTime: 60_000,
  });

export const samplingQuery = queryOptions({
  queryKey: ["lake", "sampling"],
  queryFn: async () => (await read(api.sampling.$get({ query: { limit: "1" } }))).samplings,
});

export const jobsQuery = queryOptions({
  queryKey: ["jobs", "list"],
  queryFn: async () => (await read(api.jobs.$get())).jobs,
});

export const settingsQuery = queryOptions({
  queryKey: ["settings"],
  queryFn: () => read(api.settings.$get()),
});

export const gateQuery = queryOptions({
  queryKey: ["gate"],
  queryFn: () => read(api.gate.$get()),
});

export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: async () => (await read(api.access.keys.$get())).keys,
});
