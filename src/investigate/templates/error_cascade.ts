import { count, moment, spanOf, titled } from "./phrases.ts";
import { numberFact, textFact, type Teller } from "./teller.ts";

export const errorCascade: Teller = {
  seen: ({ title, facts, window }) => {
    const [errors, usual_errors] = [numberFact(facts, "errors"), numberFact(facts, "usual_errors")];
    const [calls, usual_calls] = [numberFact(facts, "model_calls"), numberFact(facts, "usual_model_calls")];
    const tie = textFact(facts, "errors_tied_by");
    const known =
      errors !== undefined && usual_errors !== undefined && calls !== undefined && usual_calls !== undefined;
    return [
      titled(title),
      ...(known
        ? [
            `${count(errors, "error")} where ${count(usual_errors, "is", "are")} usual came with ${count(calls, "model call")} where ${count(usual_calls, "is", "are")} usual: failing calls are being retried and paid for again`,
          ]
        : []),
      facts["still_going_on"] === true
        ? `It began at ${moment(window.from)} and is still going on`
        : `It lasted ${spanOf(window)}`,
      ...(tie === undefined ? [] : [`The errors are tied to the agent by ${tie.replaceAll("_", " ")}`]),
    ];
  },
  next: (_, { blame }) => [
    blame === null
      ? "Read errors_in_window for the issue that grew, and give the failing call a retry limit with back-off"
      : "Read what that commit changed around the failing call, revert it, and give the call a retry limit with back-off",
  ],
};
