import { Link } from "react-router";

import { percent, plural, sentence } from "../format.ts";
import type { Quality } from "../types.ts";
import { Empty } from "../ui/loaded.tsx";
import "./interval.css";

type Detector = Quality["detectors"][number];
type Interval = Detector["real"];

/** How right each detector is, by what people said of its incidents: with its counts, and how sure that is. */
export function DetectorPrecision({ detectors, unjudged }: { detectors: Detector[]; unjudged: number }) {
  return (
    <section className="card" aria-labelledby="precision">
      <div className="card-head">
        <h2 id="precision">How right detectors are</h2>
        <Link to="/incidents?status=all">{plural(unjudged, "incident")} not judged yet</Link>
      </div>
      {detectors.length === 0 ? (
        <Empty title="No verdicts yet">
          On each incident people say whether it was right, blamed the wrong cause or was noise. From those
          words a detector&apos;s precision is counted.
        </Empty>
      ) : (
        <div className="precision" role="region" aria-labelledby="precision" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Detector</th>
                <th scope="col">Verdicts</th>
                <th scope="col">Real trouble</th>
                <th scope="col">Right cause</th>
              </tr>
            </thead>
            <tbody>
              {detectors.map(({ detector, right, wrong_cause, noise, real, cause }) => (
                <tr key={detector}>
                  <th scope="row">
                    <Link to={`/incidents?status=all&type=${detector}`}>{sentence(detector)}</Link>
                  </th>
                  <td className="num">
                    {right} right, {wrong_cause} wrong cause, {noise} noise
                  </td>
                  <td>
                    <Share of={real} />
                  </td>
                  <td>{cause === null ? <span className="muted">–</span> : <Share of={cause} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="muted">
            In brackets the 95 % interval (Wilson): few verdicts leave much open. A wrong cause counts as real
            trouble.
          </p>
        </div>
      )}
    </section>
  );
}

const Share = ({ of: { share, low, high } }: { of: Interval }) => (
  <div className="interval">
    <span className="num nowrap">
      {percent(share)}{" "}
      <span className="muted">
        ({percent(low)} to {percent(high)})
      </span>
    </span>
    <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" y="2" height="2" className="interval-all" />
      <rect
        x={low * 100}
        y="2"
        width={Math.max(1, (high - low) * 100)}
        height="2"
        className="interval-span"
      />
      <rect x={Math.min(98.5, share * 100)} width="1.5" height="6" className="interval-share" />
    </svg>
  </div>
);
