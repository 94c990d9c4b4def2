import { useState } from "react";
import { Link } from "react-router";

import { count, plural, points, usd } from "../format.ts";
import type { PullAssessment } from "../types.ts";

const STEP = 50;

/** Every file that the request changes, with each term of its score. */
export function PullFiles({ assessment }: { assessment: PullAssessment["assessment"] }) {
  const { files, repo, connection } = assessment;
  const [shown, setShown] = useState(STEP);
  const left = files.length - shown;
  const linkOf = (file: string) =>
    `/risk?${new URLSearchParams({ repo, ...(connection !== null && { connection }), file })}`;
  return (
    <section className="card" aria-labelledby="pull-files">
      <div className="card-head">
        <h2 id="pull-files">Files</h2>
        <span className="muted">{plural(files.length, "file")}</span>
      </div>
      <div className="risk-merges pull-files" role="region" aria-labelledby="pull-files" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col" className="risk-figure">
                Merges measured
              </th>
              <th scope="col" className="risk-figure">
                Failed runs
              </th>
              <th scope="col" className="risk-figure">
                Cost
              </th>
              <th scope="col" className="risk-figure">
                Points
              </th>
            </tr>
          </thead>
          <tbody>
            {files.slice(0, shown).map(({ path, measured, merges, terms }) => (
              <tr key={path}>
                <td className="risk-path">{merges > 0 ? <Link to={linkOf(path)}>{path}</Link> : path}</td>
                <td className="risk-figure num nowrap">
                  {measured} of {merges}
                </td>
                {measured === 0 ? (
                  <td className="risk-figure muted" colSpan={3}>
                    no history
                  </td>
                ) : (
                  <>
                    <td className="risk-figure num">{terms.errors.toFixed(2)}</td>
                    <td className="risk-figure num">{usd(terms.cost_usd)}</td>
                    <td className="risk-figure num">{points(terms.score)}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 && (
        <p className="card-body">
          <button type="button" className="button" onClick={() => setShown(shown + STEP)}>
            Show {count(Math.min(STEP, left))} more of {count(left)}
          </button>
        </p>
      )}
    </section>
  );
}
