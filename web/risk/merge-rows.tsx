import { Link } from "react-router";

import { count, usd } from "../format.ts";
import type { FileHistory } from "../types.ts";
import { Time } from "../ui/time.tsx";

/** Merges of a file, the newest first: what followed, how much that still weighs, and what it adds. */
export function MergeRows({ file: { repo, connection, merges } }: { file: FileHistory }) {
  return (
    <div className="risk-merges" role="region" aria-label="Merges of the file" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Merge</th>
            <th scope="col">Live</th>
            <th scope="col" className="risk-figure">
              Hours measured
            </th>
            <th scope="col" className="risk-figure">
              Followed by
            </th>
            <th scope="col" className="risk-figure">
              Weight
            </th>
            <th scope="col" className="risk-figure">
              Adds
            </th>
          </tr>
        </thead>
        <tbody>
          {merges.map(
            ({ sha, number, title, committed_at, live_at, hours, errors, cost_usd, weight, adds }) => (
              <tr key={sha}>
                <td className="risk-what">
                  {number === null ? (
                    <span className="mono">{sha.slice(0, 7)}</span>
                  ) : (
                    <Link
                      to={`/risk/${repo}/${number}?${new URLSearchParams({ connection, at: committed_at })}`}
                    >
                      #{number}
                    </Link>
                  )}{" "}
                  <span className="breakable">{title}</span>
                </td>
                <td className="muted">
                  <Time at={live_at} />
                </td>
                <td className="risk-figure num">{count(hours)} of 24</td>
                <td className="risk-figure num nowrap">
                  {errors === null || cost_usd === null ? (
                    <span className="muted">not measured</span>
                  ) : (
                    <Followed errors={errors} cost_usd={cost_usd} />
                  )}
                </td>
                <td className="risk-figure num">{adds === null ? "–" : weight.toFixed(2)}</td>
                <td className="risk-figure num nowrap">
                  {adds === null ? "–" : <Followed errors={adds.errors} cost_usd={adds.cost_usd} />}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

const Followed = ({ errors, cost_usd }: { errors: number; cost_usd: number }) => (
  <>
    {errors.toFixed(2)} failed
    <br />
    {usd(cost_usd)}
  </>
);
