import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "../api.ts";
import { jobsQuery } from "../queries.ts";
import { read } from "../read.ts";
import { useTell } from "../ui/notices.tsx";

const WHILE_RUNNING_MS = 1_500;

/** The jobs, asked for again and again while one runs: its end must show though the feed is down. */
export const liveJobsQuery = queryOptions({
  ...jobsQuery,
  refetchInterval: ({ state }) =>
    state.data?.some(({ running }) => running) === true ? WHILE_RUNNING_MS : false,
});

/** Starts a job by its id, and says whether it was. */
export function useRunJob() {
  const client = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: (id: string) => read(api.jobs[":id"].run.$post({ param: { id } })),
    onSuccess: ({ id }) => tell.good(`${id} is running`),
    onError: (error) => tell.failed("Not started", error),
    onSettled: () => client.invalidateQueries(jobsQuery),
  });
}
