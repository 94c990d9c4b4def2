import { Link } from "react-router";

import "../incidents/answer.css";
import { count, plural, usd } from "../format.ts";
import type { Trace } from "../types.ts";
import { latency } from "./latency.ts";

/** What the trace came to, and what it is part of. */
export function TraceTotals({ trace }: { trace: Trace }) {
  const { totals, loops, unended, incidents } = trace;
  const [worst] = loops;
  return (
    <section className="card answer" aria-label="Totals">
      <dl className="answer-figures">
        <Figure name="Cost" figure={usd(totals.cost_usd)} more={plural(totals.observations, "step")} />
        <Figure
          name="Tokens"
          figure={count(totals.input_tokens + totals.output_tokens)}
          more={`${count(totals.input_tokens)} in, ${count(totals.output_tokens)} out`}
        />
        <Figure
          name="Duration"
          figure={latency(totals.duration_ms)}
          more={
            unended === 0
              ? "from first start to last end"
              : `so far; ${plural(unended, "step")} without an end`
          }
        />
        <Figure
          name="Errors"
          figure={count(totals.errors)}
          more={`${plural(totals.sentry_events, "event")} in Sentry`}
        />
        <Figure
          name="Loops"
          figure={count(loops.length)}
          more={worst === undefined ? "no step only repeated" : `${worst.name} ×${worst.times}`}
        />
      </dl>
      {incidents.length > 0 && (
        <p className="trace-incidents">
          Part of{" "}
          {incidents.map(({ id, title }) => (
            <Link key={id} to={`/incidents/${id}`} className="breakable">
              {title}
            </Link>
          ))}
        </p>
      )}
    </section>
  );
}

const Figure = ({ name, figure, more }: { name: string; figure: string; more: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <strong className="num">{figure}</strong>
      <span className="breakable">{more}</span>
    </dd>
  </div>
);
