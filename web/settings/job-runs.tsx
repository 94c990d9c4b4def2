import { count, plural, span } from "../format.ts";
import { Moment } from "../ui/time.tsx";

type Run = {
  outcome: string | null;
  scheduled_for: string | null;
  started_at: string | null;
  took_ms: number | null;
  rows: number | null;
  findings: number | null;
  error: string | null;
};

const SHOWN = 10;
const SECOND_MS = 1_000;

/** `840 ms`, `12 s` */
export const took = (ms: number): string => (ms < SECOND_MS ? `${count(ms)} ms` : span(ms));

/** The last runs of a job, with what came of each. */
export function JobRuns({ id, runs }: { id: string; runs: Run[] }) {
  if (runs.length === 0) return null;
  return (
    <details className="job-runs">
      <summary>
        Last {plural(Math.min(SHOWN, runs.length), "run")}
        <span className="visually-hidden"> of {id}</span>
      </summary>
      <div className="job-runs-table" role="region" aria-label={`Last runs of ${id}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Begun</th>
              <th scope="col">Outcome</th>
              <th scope="col">Took</th>
              <th scope="col">Rows</th>
              <th scope="col">Findings</th>
            </tr>
          </thead>
          <tbody>
            {runs.slice(0, SHOWN).map(({ outcome, scheduled_for, started_at, took_ms, ...run }) => {
              const at = started_at ?? scheduled_for;
              return (
                <tr key={`${scheduled_for} ${started_at}`}>
                  <td className="num nowrap">{at === null ? "–" : <Moment at={at} />}</td>
                  <td className="breakable">
                    {outcome ?? "running"}
                    {run.error !== null && `: ${run.error}`}
                  </td>
                  <td className="num nowrap">{took_ms === null ? "–" : took(took_ms)}</td>
                  <td className="num">{run.rows === null ? "–" : count(run.rows)}</td>
                  <td className="num">{run.findings === null ? "–" : count(run.findings)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}
