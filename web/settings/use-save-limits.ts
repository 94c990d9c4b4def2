import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "../api.ts";
import { settingsQuery } from "../queries.ts";
import { asApiError, read } from "../read.ts";
import { useTell } from "../ui/notices.tsx";

type Save = { etag: string; detector: string; values: Record<string, number>; saved: () => void };

/** Saves limits. The page shows them in force at once, and what was before when the server refuses. */
export function useSaveLimits() {
  const client = useQueryClient();
  const tell = useTell();
  const { queryKey } = settingsQuery;
  return useMutation({
    mutationFn: ({ etag, detector, values }: Save) =>
      read(api.settings.limits.$put({ json: { etag, detectors: { [detector]: values } } })),
    onMutate: async ({ detector, values }) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      if (before !== undefined) {
        const detectors = before.detectors.map((one) =>
          one.id === detector
            ? {
                ...one,
                limits: one.limits.map((limit) => ({ ...limit, value: values[limit.name] ?? limit.value })),
              }
            : one,
        );
        client.setQueryData(queryKey, { ...before, detectors });
      }
      return { before };
    },
    onSuccess: (settings, { saved }) => {
      client.setQueryData(queryKey, settings);
      saved();
      tell.good("Saved, and in force");
    },
    onError: (error, _save, context) => {
      client.setQueryData(queryKey, context?.before);
      tell.failed("Not saved", error);
      // Somebody was faster: what they saved is shown beside what was to be saved.
      if (asApiError(error).status === 409) void client.invalidateQueries({ queryKey });
    },
  });
}
