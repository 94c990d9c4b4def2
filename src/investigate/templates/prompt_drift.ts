import { moment, titled } from "./phrases.ts";
import type { Teller } from "./teller.ts";

export const promptDrift: Teller = {
  seen: ({ title, window }) => [titled(title), `It began at ${moment(window.from)}`],
  next: (_, { blame }) =>
    blame === null
      ? ["Read output_schema_sample and the prompt's versions around the onset"]
      : [
          "Compare the prompt before and after that commit on the failing outputs, and take the change back if they get well",
        ],
};
