/** What the pages of coverage, risk, quality and the digest ask for, as web/queries.ts has the rest. */
import { queryOptions } from "@tanstack/react-query";

import { api } from "./api.ts";
import { read } from "./read.ts";

/** Nothing tells of it when it changes: it is asked again while it is looked at. */
export const intakeQuery = queryOptions({
  queryKey: ["intake"],
  queryFn: () => read(api.intake.$get()),
  staleTime: 0,
  refetchInterval: 5_000,
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
