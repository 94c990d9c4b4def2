import { useQuery } from "@tanstack/react-query";

import { plural } from "../format.ts";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";
import { useMay } from "../use-role.ts";
import { JobRuns, took } from "./job-runs.tsx";
import { liveJobsQuery, useRunJob } from "./use-run-job.ts";

const TONES: Record<string, string> = { done: "tone-good", failed: "tone-critical", missed: "tone-medium" };

/** What runs by itself, how it last ended, and the button to run it now. */
export function JobList() {
  const query = useQuery(liveJobsQuery);
  const may = useMay("operator");
  const run = useRunJob();
  return (
    <section className="card" aria-labelledby="jobs">
      <div className="card-head">
        <h2 id="jobs">Jobs</h2>
      </div>
      <Loaded query={query} what="the jobs" lines={6}>
        {(jobs) =>
          jobs.length === 0 ? (
            <Empty title="No jobs">This server only answers.</Empty>
          ) : (
            <ul className="settings-rows">
              {jobs.map(({ id, summary, schedule, running, next_at, last, recent }) => (
                <li key={id}>
                  <div>
                    <div className="row">
                      <span className="settings-name">{id}</span>
                      {running ? (
                        <span className="badge tone-info">running</span>
                      ) : last === null ? (
                        <span className="badge">not run yet</span>
                      ) : (
                        <span className={`badge ${TONES[last.outcome ?? ""] ?? ""}`}>
                          {last.outcome ?? "running"}
                        </span>
                      )}
                    </div>
                    <p className="muted">{summary}</p>
                    <p className="muted breakable">
                      {last !== null && (
                        <>
                          last <LastTime run={last} />
                          {last.took_ms !== null && `, in ${took(last.took_ms)}`}
                          {last.rows !== null && `, ${plural(last.rows, "row")}`}
                          {last.error !== null && `: ${last.error}`}
                        </>
                      )}
                      {next_at !== null && (
                        <>
                          {last !== null && " · "}next <Time at={next_at} />
                        </>
                      )}
                      {schedule !== null &&
                        (next_at === null ? (
                          // This server does not patrol: its schedule would promise what will not come.
                          <>{last !== null && " · "}only when asked</>
                        ) : (
                          <>
                            {" · "}
                            <code>{schedule.cron}</code> {schedule.time_zone}
                          </>
                        ))}
                    </p>
                    <JobRuns id={id} runs={recent} />
                  </div>
                  <button
                    type="button"
                    className="button"
                    disabled={!may || running || run.isPending}
                    title={may ? undefined : "needs the role operator"}
                    onClick={() => run.mutate(id)}
                  >
                    Run now<span className="visually-hidden">: {id}</span>
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

type Run = { ended_at: string | null; started_at: string | null; scheduled_for: string | null };

/** When it ended; while it runs, when it began; for a missed one, when it was due. */
function LastTime({ run: { ended_at, started_at, scheduled_for } }: { run: Run }) {
  const at = ended_at ?? started_at ?? scheduled_for;
  return at === null ? null : <Time at={at} />;
}
