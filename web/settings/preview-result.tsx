import type { Preview, PreviewedFinding } from "../../src/detect/preview.ts";
import { plural, usd } from "../format.ts";
import { Severity } from "../ui/badges.tsx";
import { Empty, Failure } from "../ui/loaded.tsx";
import { Moment } from "../ui/time.tsx";
import type { usePreview } from "./use-preview.ts";

type Props = { preview: ReturnType<typeof usePreview>; outdated: boolean };

/** What the last seven days would have found: what is new first, then what is gone, then what stays. */
export function PreviewResult({ preview, outdated }: Props) {
  const { data, error, variables } = preview;
  if (error !== null) {
    return (
      <div className="card">
        <Failure
          error={error}
          what="what would have fired"
          retry={() => variables !== undefined && preview.mutate(variables)}
        />
      </div>
    );
  }
  if (data === undefined) return null;
  const found = foundOf(data);
  return (
    <section className="card" aria-labelledby="preview" aria-busy={preview.isPending}>
      <div className="card-head">
        <h2 id="preview">The last 7 days</h2>
        <span className="muted">
          {plural(data.moments, "moment")} judged, one every {plural(data.every_hours, "hour")}
        </span>
      </div>
      <div className="card-body stack" role="status">
        <p>
          <strong className="num">{data.present.length}</strong> with the present limits,{" "}
          <strong className="num">{data.proposed.length}</strong> with the proposed ones:{" "}
          {plural(data.appears.length, "finding appears", "findings appear")},{" "}
          {plural(data.vanishes.length, "is gone", "are gone")}.
        </p>
        <p className="muted">What shows for less than that between two of these moments is not seen.</p>
        {outdated && <p className="preview-old">The limits above have changed since; look again.</p>}
        {data.moments < data.moments_planned && (
          <p className="preview-old">
            There was time for {plural(data.moments, "moment")} of {data.moments_planned}: it goes back to{" "}
            <Moment at={data.from} /> only.
          </p>
        )}
        {data.not_judged.map(({ detector, connection, reason }) => (
          <p key={`${detector} ${connection} ${reason}`} className="muted breakable">
            {connection ?? detector} could not be judged: {reason}
          </p>
        ))}
      </div>
      {found.length === 0 ? (
        <Empty title="Nothing would have fired">Neither with the present limits nor with the proposed.</Empty>
      ) : (
        <ul className="preview">
          {found.map(({ change, finding, was }) => (
            <li key={finding.id}>
              <span className={`badge ${TONES[change]}`}>{change}</span>
              <div>
                <p className="settings-name breakable">{finding.title}</p>
                <p className="muted breakable">
                  {finding.fingerprint} · {finding.connection} · from <Moment at={finding.window.from} /> ·{" "}
                  {usd(finding.cost_usd)}
                  {was !== null && ` · ${was} before`}
                </p>
              </div>
              <Severity of={finding.severity} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Change = "new" | "gone" | "changed" | "same";
type Found = { change: Change; finding: PreviewedFinding; was: string | null };

const TONES: Record<Change, string> = { new: "tone-high", gone: "tone-good", changed: "tone-info", same: "" };
const ORDER: Change[] = ["new", "gone", "changed", "same"];

function foundOf({ present, proposed, vanishes }: Preview): Found[] {
  const before = new Map(present.map((finding) => [finding.id, finding]));
  const after = proposed.map((finding): Found => {
    const was = before.get(finding.id);
    if (was === undefined) return { change: "new", finding, was: null };
    return was.severity === finding.severity
      ? { change: "same", finding, was: null }
      : { change: "changed", finding, was: was.severity };
  });
  const gone = present
    .filter(({ id }) => vanishes.includes(id))
    .map((finding): Found => ({ change: "gone", finding, was: null }));
  return [...after, ...gone].toSorted(
    (one, other) => ORDER.indexOf(one.change) - ORDER.indexOf(other.change),
  );
}
