import { useMutation } from "@tanstack/react-query";

import { api } from "../api.ts";
import { SourceHealth } from "../dashboard/source-health.tsx";
import { read } from "../read.ts";
import { Empty, Failure } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";
import { useMay } from "../use-role.ts";
import { TableFreshness } from "./table-freshness.tsx";

const TONES: Record<string, string> = { ok: "tone-good", warning: "tone-medium", failed: "tone-critical" };
const WORST_FIRST = ["failed", "warning", "ok", "off"];

/** What is read, up to when, and what the doctor says of each connection. */
export function SourceChecks() {
  return (
    <>
      <Doctor />
      <SourceHealth />
      <TableFreshness />
    </>
  );
}

function Doctor() {
  const may = useMay("operator");
  const run = useMutation({ mutationFn: () => read(api.doctor.$post({ json: {} })) });
  const checks = run.data?.checks.toSorted(
    (one, other) => WORST_FIRST.indexOf(one.state) - WORST_FIRST.indexOf(other.state),
  );
  return (
    <section className="card" aria-labelledby="doctor">
      <div className="card-head">
        <h2 id="doctor">Doctor</h2>
        <div className="row">
          {run.data !== undefined && (
            <span className="muted">
              <Time at={run.data.at} />
            </span>
          )}
          <button
            type="button"
            className="button"
            disabled={!may || run.isPending}
            title={may ? undefined : "needs the role operator"}
            onClick={() => run.mutate()}
          >
            {run.isPending ? "Asking the vendors…" : "Run now"}
          </button>
        </div>
      </div>
      {run.isError && <Failure error={run.error} what="the checks" retry={() => run.mutate()} />}
      {checks === undefined ? (
        !run.isError && (
          <Empty title="Not run yet">
            It asks every vendor with the credentials given, and says the cause and the fix of what is not
            well.
          </Empty>
        )
      ) : (
        <ul className="settings-rows" role="status">
          {checks.map(({ check, state, what, fix }) => (
            <li key={`${check} ${what}`}>
              <div>
                <p className="settings-name">{check}</p>
                <p className="muted breakable">{what}</p>
                {fix !== "" && <p className="breakable">{fix}</p>}
              </div>
              <span className={`badge ${TONES[state] ?? ""}`}>{state}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
