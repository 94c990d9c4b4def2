import { count, moment, quote } from "./phrases.ts";
import { numberFact, textFact, type Teller } from "./teller.ts";

export const taskFailure: Teller = {
  seen: ({ facts, fingerprint }) => {
    const task = textFact(facts, "task") ?? fingerprint;
    const [runs, attempts] = [numberFact(facts, "failed_runs"), numberFact(facts, "failed_attempts")];
    const [first, last] = [textFact(facts, "first_failed_at"), textFact(facts, "last_failed_at")];
    const error = textFact(facts, "error_message");
    const code = textFact(facts, "error_code");
    const recovered = textFact(facts, "recovered_at");
    const how_often = runs === undefined ? "failed" : `failed in ${count(runs, "run")}`;
    const tries = attempts === undefined || attempts === runs ? "" : ` (${count(attempts, "attempt")})`;
    const when =
      last === undefined ? "" : first === last ? ` at ${moment(last)}` : `, last at ${moment(last)}`;
    return [
      `Task ${task} ${how_often}${tries}${when}`,
      ...(error === undefined
        ? []
        : [`Snowflake says${code === undefined ? "" : ` (error ${code})`}: ${quote(error)}`]),
      recovered === undefined
        ? "No later run has succeeded"
        : `It has run well again since ${moment(recovered)}`,
    ];
  },
  next: ({ facts }) =>
    facts["recovered_at"] === null
      ? [
          "Read task_statement for the failed statement, fix it or its grants, then execute the task once and watch the next scheduled run",
        ]
      : ["Nothing is urgent: watch the next scheduled runs to see whether it comes back"],
};
