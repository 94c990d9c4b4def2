import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../api.ts";
import { sessionQuery } from "../queries.ts";
import { qualityQuery } from "../report-queries.ts";
import { read } from "../read.ts";
import type { Quality, SchemaVersion } from "../types.ts";
import { useTell } from "../ui/notices.tsx";

/** Accepts a form. The page shows it at once, and takes it back visibly when the server refuses. */
export function useAccept({ feature, connection, version }: SchemaVersion) {
  const client = useQueryClient();
  const tell = useTell();
  const { data: session } = useQuery(sessionQuery);
  const { queryKey } = qualityQuery;
  const put = (next: (one: SchemaVersion) => SchemaVersion) =>
    client.setQueryData(queryKey, (all) => all && { ...all, features: all.features.map(replaced(next)) });
  const isThis = (one: SchemaVersion) =>
    one.feature === feature && one.connection === connection && one.version === version;
  return useMutation({
    mutationFn: (reason: string) => read(api.quality.accept.$post({ json: { feature, connection, reason } })),
    onMutate: async (reason) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      const foreseen = {
        status: "accepted" as const,
        accepted_at: new Date().toISOString(),
        accepted_by: session?.principal?.name ?? "you",
        reason,
      };
      put((one) => (isThis(one) ? { ...one, ...foreseen } : one));
      return { before };
    },
    onSuccess: (accepted) => {
      put((one) => (isThis(one) ? accepted : one));
      tell.good("Accepted: judged by it from now on");
    },
    onError: (error, _reason, context) => {
      client.setQueryData(queryKey, context?.before);
      tell.failed("Not accepted", error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["quality"] }),
  });
}

const replaced =
  (next: (one: SchemaVersion) => SchemaVersion) =>
  (feature: Quality["features"][number]): Quality["features"][number] => ({
    ...feature,
    versions: feature.versions.map(next),
  });
