import { count, moment, spanOf, titled, usd } from "./phrases.ts";
import { numberFact, type Teller } from "./teller.ts";

export const costSpike: Teller = {
  seen: ({ title, facts, window }) => {
    const spent = numberFact(facts, "spent_usd");
    const hours = numberFact(facts, "troubled_hours");
    const several = spent !== undefined && hours !== undefined && hours > 1;
    return [
      titled(title),
      facts["still_going_on"] === true
        ? `It began at ${moment(window.from)} and is still going on`
        : `It lasted ${spanOf(window)}`,
      ...(several ? [`In ${count(hours, "costly hour")}, ${usd(spent)} was spent in all`] : []),
    ];
  },
  next: (_, { blame }) =>
    blame === null
      ? ["Read cost_drivers over the window to see which model, prompt version and release took the money"]
      : [
          "Check whether prompts, model choice or retries changed in that commit, and revert it if the spend goes on",
        ],
};
