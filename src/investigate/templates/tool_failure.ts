import { count, quote, spanOf, titled } from "./phrases.ts";
import { numberFact, textFact, type Teller } from "./teller.ts";

export const toolFailure: Teller = {
  seen: ({ title, facts, window }) => {
    const bad = numberFact(facts, "bad_calls");
    const traces = numberFact(facts, "traces");
    const usual_json = numberFact(facts, "usual_json_percent");
    const error = textFact(facts, "error_title");
    return [
      titled(title),
      ...(bad !== undefined && traces !== undefined
        ? [`${count(bad, "call")} in ${count(traces, "trace")} went wrong ${spanOf(window)}`]
        : []),
      ...(usual_json === undefined ? [] : [`Before, ${usual_json}% of its answers were JSON`]),
      ...(error === undefined ? [] : [`Sentry calls the error ${quote(error)}`]),
    ];
  },
  next: ({ facts }) => {
    const tool = textFact(facts, "tool");
    return [
      `Call ${tool ?? "the tool"} by hand with the input of one of the traces, to see whether it fails outside of the agent too`,
      facts["strategy"] === "output_anomaly"
        ? "Compare what it answers now with a usual answer of the days before, and find what is missing"
        : "Make the tool raise the error instead of returning it, so that traces show it",
    ];
  },
};
