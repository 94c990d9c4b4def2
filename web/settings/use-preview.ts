import { useMutation } from "@tanstack/react-query";

import { api } from "../api.ts";
import { read } from "../read.ts";

type Changes = Record<string, Record<string, number>>;

/** What the last seven days would have found with these limits. */
export const usePreview = () =>
  useMutation({
    mutationFn: (detectors: Changes) => read(api.settings.preview.$post({ json: { detectors } })),
  });
