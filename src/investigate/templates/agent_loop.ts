import { count, moment, spanOf, titled, usd } from "./phrases.ts";
import { numberFact, textFact, type Teller } from "./teller.ts";

export const agentLoop: Teller = {
  seen: ({ title, facts, window }) => {
    const steps = numberFact(facts, "steps_without_anything_new");
    const calls = numberFact(facts, "model_calls_in_two_hours");
    const velocity = numberFact(facts, "cost_velocity_usd_per_minute");
    const trace = textFact(facts, "trace_id");
    const running = facts["still_running"] === true;
    return [
      titled(title),
      ...(steps !== undefined && calls !== undefined
        ? [
            `${trace === undefined ? "The trace" : `Trace ${trace}`} made ${count(calls, "model call")} and ${count(steps, "step")} that brought nothing new`,
          ]
        : []),
      running
        ? `It began at ${moment(window.from)} and is still running${velocity === undefined || velocity === 0 ? "" : `, at ${usd(velocity)} per minute`}`
        : `It lasted ${spanOf(window)}`,
    ];
  },
  next: ({ facts }) => [
    ...(facts["still_running"] === true ? ["Stop the trace: it spends money and makes no progress"] : []),
    "Give the agent a limit of equal calls, and let the tool say why it brings nothing new",
  ],
};
