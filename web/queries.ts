/** What the pages ask for. A key begins with the topic under which the server tells of changes. */
import { queryOptions } from "@tanstack/react-query";

import { api } from "./api.ts";
import { read } from "./read.ts";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: () => read(api.access.session.$get()),
  staleTime: 60_000,
});

export const incidentsQuery = queryOptions({
  queryKey: ["incidents", "list"],
  queryFn: async () => (await read(api.incidents.$get({ query: { status: "all" } }))).incidents,
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

export const reposQuery = queryOptions({
  queryKey: ["risk", "repos"],
  queryFn: async () => (await read(api.risk.repos.$get())).repos,
});

/** A repository as one connection has it. */
export type Place = { repo: string; connection: string };

export const filesQuery = (place: Place) =>
  queryOptions({
    queryKey: ["risk", "files", place],
    queryFn: () => read(api.risk.history.$get({ query: { ...place, limit: "100" } })),
    staleTime: 60_000,
  });

export const fileQuery = (place: Place, path: string) =>
  queryOptions({
    queryKey: ["risk", "file", place, path],
    queryFn: () => read(api.risk.file.$get({ query: { ...place, path } })),
    staleTime: 60_000,
  });

export const pullsQuery = (place: Place) =>
  queryOptions({
    queryKey: ["risk", "pulls", place],
    queryFn: async () => (await read(api.risk.pulls.$get({ query: place }))).pulls,
    staleTime: 60_000,
  });

/** One pull request as it would be judged at `at`; null is now. */
export const pullQuery = (pull: PullName, connection: string | null, at: string | null) =>
  queryOptions({
    queryKey: ["risk", "pull", pull, connection, at],
    queryFn: () =>
      read(
        api.risk[":owner"][":repo"][":number"].$get({
          param: pull,
          query: { ...(connection !== null && { connection }), ...(at !== null && { at }) },
        }),
      ),
    staleTime: 60_000,
  });

export type PullName = { owner: string; repo: string; number: string };

export const qualityQuery = queryOptions({
  queryKey: ["quality", "all"],
  queryFn: () => read(api.quality.$get()),
});

export const featureQuery = (feature: string, connection: string, days: number) =>
  queryOptions({
    queryKey: ["quality", "feature", feature, connection, days],
    queryFn: async () => {
      const asked = {
        param: { feature: encodeURIComponent(feature) },
        query: { connection, days: `${days}` },
      };
      return (await read(api.quality[":feature"].history.$get(asked))).history;
    },
    staleTime: 60_000,
  });

export const archiveQuery = queryOptions({
  queryKey: ["digest", "archive"],
  queryFn: () => read(api.digest.$get()),
});

export const digestQuery = (week: string) =>
  queryOptions({
    queryKey: ["digest", "one", week],
    queryFn: () => read(api.digest[":week"].$get({ param: { week: encodeURIComponent(week) } })),
  });

/** Made by the server when it is asked for, which takes a while: kept until it is asked for again. */
export const previewQuery = (week: string | null) =>
  queryOptions({
    queryKey: ["previews", week],
    queryFn: () => read(api.digest.preview.$post({ json: week === null ? {} : { week } })),
    staleTime: Number.POSITIVE_INFINITY,
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

export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: async () => (await read(api.access.keys.$get())).keys,
});
