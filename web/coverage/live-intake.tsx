import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { bytes, count, plural, span } from "../format.ts";
import { intakeQuery } from "../report-queries.ts";
import type { Intake } from "../types.ts";
import { useNow } from "../ui/clock.tsx";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Moment, Time } from "../ui/time.tsx";
import { standingOf } from "./intake-standing.ts";
import "./live-intake.css";
import { Refusals } from "./refusals.tsx";

const ITEMS = { traces: "span", metrics: "metric point", logs: "log record" } as const;
const SPANS = "select * from otel_spans order by started_at desc limit 100";
const SPANS_BY_HOUR = `select date_trunc('hour', started_at) as hour, service_name, count(*) as spans
from otel_spans
where started_at >= $from and started_at < $to
group by all
order by hour`;

const asked = (sql: string) => `/sql?${new URLSearchParams({ sql })}`;

/** What agents send by OTLP: what came, what is not in the lake yet, and what was refused, with the reason. */
export function LiveIntake() {
  const query = useQuery(intakeQuery);
  return (
    <section className="card" aria-labelledby="intake">
      <div className="card-head">
        <h2 id="intake">Live intake</h2>
        <Link to={asked(SPANS_BY_HOUR)}>Spans by hour</Link>
      </div>
      <Loaded query={query} what="the intake" lines={4}>
        {(intake) => <Standing intake={intake} />}
      </Loaded>
    </section>
  );
}

function Standing({ intake }: { intake: Intake }) {
  const { since, signals, refused, turned_away, spans, landed_at } = intake;
  const standing = standingOf(intake, useNow());
  if (spans === 0 && signals.length === 0 && refused.length === 0 && turned_away.length === 0) {
    return (
      <Empty title="Nothing was sent yet">
        An OpenTelemetry exporter sends here with{" "}
        <code className="breakable">OTEL_EXPORTER_OTLP_ENDPOINT={location.origin}</code>, a Langfuse SDK with{" "}
        <code className="breakable">LANGFUSE_BASE_URL={location.origin}</code>; a key of the role agent goes
        with it.
      </Empty>
    );
  }
  return (
    <>
      <dl className="intake">
        <div>
          <dt>State</dt>
          <dd>
            <span className={`badge ${standing.tone}`}>{standing.name}</span>
            <p className="muted">{standing.why}</p>
          </dd>
        </div>
        <div>
          <dt>Spans in the lake</dt>
          <dd>
            <Link to={asked(SPANS)} className="num">
              {count(spans)}
            </Link>
            <p className="muted">{landed_at === null ? "none landed yet" : <Landed at={landed_at} />}</p>
          </dd>
        </div>
        <div>
          <dt>Backlog</dt>
          <dd>
            <span className="num">{bytes(intake.pending_bytes)}</span>
            <p className="muted num">
              of {bytes(intake.pending_limit_bytes)}; log on disk {bytes(intake.log_bytes)}
            </p>
          </dd>
        </div>
        <div>
          <dt>Lag</dt>
          <dd>
            <span className="num">{intake.lag_ms === null ? "none" : lag(intake.lag_ms)}</span>
            <p className="muted">of the oldest request that is not in the lake</p>
          </dd>
        </div>
        {signals.map(({ signal, items, bytes: size, last_at }) => (
          <div key={signal}>
            <dt>Received {signal}</dt>
            <dd>
              <span className="num">{plural(items, ITEMS[signal])}</span>
              <p className="muted">
                {bytes(size)}, last <Time at={last_at} />
              </p>
            </dd>
          </div>
        ))}
      </dl>
      <Refusals refused={refused} turned_away={turned_away} />
      <p className="intake-since muted">
        Received and refused are counted since this server started, <Moment at={since} />.
      </p>
    </>
  );
}

const lag = (ms: number): string => (ms < 1_000 ? `${count(ms)} ms` : span(ms));

const Landed = ({ at }: { at: string }) => (
  <>
    the last landed <Time at={at} />
  </>
);
