import { moment, titled } from "./phrases.ts";
import { numberFact, textFact, type Teller } from "./teller.ts";

export const promptDrift: Teller = {
  seen: ({ title, window, facts }) => {
    const usual_failing = numberFact(facts, "usual_failing_percent");
    const [before, now] = [textFact(facts, "models_before"), textFact(facts, "models_now")];
    const moved = before !== undefined && now !== undefined && before !== now;
    return [
      titled(title),
      `It began at ${moment(window.from)}`,
      ...(usual_failing === undefined ? [] : [`Usually ${usual_failing}% of these outputs fail`]),
      ...(moved ? [`The model was ${before} before and is ${now} now`] : []),
      ...(facts["recovered"] === true ? ["The newest outputs are well again"] : []),
    ];
  },
  next: (_, { blame }) =>
    blame === null
      ? ["Read output_schema_sample and the prompt's versions around the onset"]
      : [
          "Compare the prompt before and after that commit on the failing outputs, and take the change back if they get well",
        ],
};
