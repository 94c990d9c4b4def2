import { useQuery } from "@tanstack/react-query";

import { count, usd } from "../format.ts";
import { stepQuery } from "../forensics-queries.ts";
import type { Trace, TraceStep } from "../types.ts";
import { CloseIcon } from "../ui/icons.tsx";
import { Loaded } from "../ui/loaded.tsx";
import { LongText } from "../ui/long-text.tsx";
import { useMoment } from "../use-zone.ts";
import { latency } from "./latency.ts";

type Props = { trace: Trace; step: TraceStep; close: () => void };

/** The chosen step: its figures, what went into it and what came out. */
export function StepPanel({ trace, step, close }: Props) {
  const moment = useMoment();
  const query = useQuery(stepQuery(trace.trace_id, step.id, trace.connection));
  const facts: [string, string | null][] = [
    ["Began", moment(step.started_at)],
    ["Took", step.ended_at === null ? "no end known" : latency(step.latency_ms)],
    ["Cost", usd(step.cost_usd)],
    ["Model", step.model],
    [
      "Tokens",
      step.input_tokens === null && step.output_tokens === null
        ? null
        : `${count(step.input_tokens ?? 0)} in, ${count(step.output_tokens ?? 0)} out`,
    ],
    ["Prompt", step.prompt],
    ["Level", step.level],
    ["Says", step.detail],
    ["Did the same before", step.repeats > 0 ? `${count(step.repeats)} times, with the same result` : null],
    ["Id", step.id],
  ];
  return (
    <section className="card" aria-label="The chosen step">
      <div className="card-head">
        <h2 className="breakable">{step.name ?? "unnamed"}</h2>
        <button type="button" className="button button-quiet button-icon" onClick={close}>
          <CloseIcon />
          <span className="visually-hidden">Choose nothing</span>
        </button>
      </div>
      <div className="card-body stack">
        <dl className="facts">
          {facts.map(([name, value]) =>
            value === null || value === "" ? null : (
              <div key={name} className="trace-fact">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
          )}
        </dl>
        <Loaded query={query} what="its texts" lines={6}>
          {({ input, output, metadata }) => (
            <>
              <Text name="Input" text={input} />
              <Text name="Output" text={output} />
              {metadata !== null && metadata !== "{}" && <Text name="Metadata" text={metadata} />}
            </>
          )}
        </Loaded>
      </div>
    </section>
  );
}

function Text({ name, text }: { name: string; text: string | null }) {
  return (
    <div className="stack">
      <h3>{name}</h3>
      {text === null || text === "" ? (
        <p className="muted">None was recorded.</p>
      ) : (
        <LongText text={text} label={`${name} of the step`} />
      )}
    </div>
  );
}
