import { useQuery } from "@tanstack/react-query";

import { plural, span } from "../format.ts";
import { liveJobsQuery, useRunJob } from "../settings/use-run-job.ts";
import type { JobState } from "../types.ts";
import { useNow } from "../ui/clock.tsx";
import { Loaded } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";
import { useMay } from "../use-role.ts";

/** The drift patrol: when it last looked and what it saw, how far it is, and the button to have it look now. */
export function ScanCard() {
  const query = useQuery(liveJobsQuery);
  return (
    <section className="card scan" aria-label="Scan">
      <Loaded query={query} what="the scan" lines={1}>
        {(jobs) => {
          const job = jobs.find(({ id }) => id === "drift");
          return job === undefined ? (
            <p className="muted">This server only answers; it scans nothing.</p>
          ) : (
            <Scan job={job} />
          );
        }}
      </Loaded>
    </section>
  );
}

function Scan({ job }: { job: JobState }) {
  const may = useMay("operator");
  const run = useRunJob();
  const { id, running, last, next_at } = job;
  return (
    <>
      <div role="status">
        {running ? (
          <Progress job={job} />
        ) : last === null ? (
          <p>No scan of this server has run yet.</p>
        ) : (
          <Result last={last} />
        )}
        {next_at !== null && (
          <p className="muted">
            The next one is <Time at={next_at} />.
          </p>
        )}
      </div>
      <div className="row">
        {!may && <span className="muted">Scanning needs a key with the role operator.</span>}
        <button
          type="button"
          className="button button-primary"
          disabled={!may || running || run.isPending}
          onClick={() => run.mutate(id)}
        >
          {running ? "Scanning…" : "Trigger scan"}
        </button>
      </div>
    </>
  );
}

/** How far it is nobody can tell: what is known is since when. */
function Progress({ job }: { job: JobState }) {
  const now = useNow();
  const began = job.recent.find(({ outcome }) => outcome === null)?.started_at ?? null;
  return (
    <>
      <p>
        Reading the newest outputs of every feature
        {began !== null && <> for {span(now - Date.parse(began))}</>}…
      </p>
      <progress aria-label="Scan under way" />
    </>
  );
}

function Result({ last }: { last: NonNullable<JobState["last"]> }) {
  const { outcome, ended_at, started_at, took_ms, rows, findings, error } = last;
  const at = ended_at ?? started_at;
  return outcome === "done" ? (
    <p>
      <span className="badge tone-good">done</span> {plural(rows ?? 0, "feature")} looked at,{" "}
      <strong>{findings === 0 || findings === null ? "no drift" : plural(findings, "drift")}</strong> found
      <span className="muted">
        {at !== null && (
          <>
            {" · "}
            <Time at={at} />
          </>
        )}
        {took_ms !== null && ` · took ${took_ms < 1_000 ? `${took_ms} ms` : span(took_ms)}`}
      </span>
    </p>
  ) : (
    <p className="breakable">
      <span className="badge tone-critical">{outcome ?? "not ended"}</span> The last scan came to nothing
      {error !== null && `: ${error}`}
    </p>
  );
}
