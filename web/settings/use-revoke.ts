import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "../api.ts";
import { keysQuery, sessionQuery } from "../queries.ts";
import { read } from "../read.ts";
import { useTell } from "../ui/notices.tsx";

/** Ends a key. It shows as revoked at once, and as it was when the server refuses. */
export function useRevoke() {
  const client = useQueryClient();
  const tell = useTell();
  const { queryKey } = keysQuery;
  return useMutation({
    mutationFn: (id: string) => read(api.access.keys[":id"].$delete({ param: { id } })),
    onMutate: async (id) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      const revoked_at = new Date().toISOString();
      client.setQueryData(queryKey, (keys) =>
        keys?.map((key) => (key.id === id ? { ...key, revoked_at } : key)),
      );
      return { before };
    },
    onSuccess: ({ name }) => tell.good(`The key of ${name} is revoked`),
    onError: (error, _id, context) => {
      client.setQueryData(queryKey, context?.before);
      tell.failed("Not revoked", error);
    },
    // It may have been one's own.
    onSettled: () =>
      Promise.all([client.invalidateQueries({ queryKey }), client.invalidateQueries(sessionQuery)]),
  });
}
