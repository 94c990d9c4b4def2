import { percent, plural } from "../format.ts";
import type { SchemaVersion } from "../types.ts";
import "./form-diff.css";
import { formChanges, type KeyChange, type KeyForm } from "./form-changes.ts";

const MOST_KEYS = 200;
const MARKS = { added: "+", gone: "−", changed: "~", same: "" };
const WORDS = { added: "new", gone: "gone", changed: "changed", same: "as before" };

/** A form, and what differs from the one before it: said by sign and word as well as by colour. */
export function FormDiff({ before, after }: { before: SchemaVersion | undefined; after: SchemaVersion }) {
  const changes = formChanges(before?.snapshot, after.snapshot);
  const moved = changes.filter(({ change }) => change !== "same").length;
  return (
    <section className="form-diff" aria-label="The form of outputs">
      <h4>
        {before === undefined ? "The form" : `From version ${before.version} to ${after.version}`}
        {before !== undefined &&
          changes.length > 0 &&
          `: ${moved === 0 ? "no key differs" : differing(moved)}`}
      </h4>
      <dl className="form-shares">
        <Share name="JSON" before={before?.snapshot.json_share} after={after.snapshot.json_share} />
        <Share
          name="In a code fence"
          before={before?.snapshot.fenced_share}
          after={after.snapshot.fenced_share}
        />
      </dl>
      {changes.length === 0 ? (
        <p className="muted">Answers in text: there are no keys to compare.</p>
      ) : (
        <div className="form-keys" role="region" aria-label="Keys of the form" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Key</th>
                {before !== undefined && <th scope="col">Version {before.version}</th>}
                <th scope="col">Version {after.version}</th>
              </tr>
            </thead>
            <tbody>
              {changes.slice(0, MOST_KEYS).map((one) => (
                <KeyRow key={one.key} of={one} compared={before !== undefined} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {changes.length > MOST_KEYS && (
        <p className="muted">{plural(changes.length - MOST_KEYS, "more key")} are not shown.</p>
      )}
    </section>
  );
}

const differing = (keys: number): string => (keys === 1 ? "1 key differs" : `${plural(keys, "key")} differ`);

function KeyRow({ of: { key, change, before, after }, compared }: { of: KeyChange; compared: boolean }) {
  return (
    <tr className={`form-${change}`}>
      <th scope="row">
        <span className="form-mark" aria-hidden="true">
          {MARKS[change]}
        </span>
        <span className="mono breakable">{key}</span>
        {change !== "same" && <span className="visually-hidden"> ({WORDS[change]})</span>}
      </th>
      {compared && <KeyCell of={before} />}
      <KeyCell of={after} />
    </tr>
  );
}

const KeyCell = ({ of }: { of: KeyForm | undefined }) =>
  of === undefined ? (
    <td className="muted">–</td>
  ) : (
    <td>
      <span className="mono">{of.types.join(" | ")}</span>{" "}
      <span className="muted nowrap">{of.required ? "always" : `in ${percent(of.share)}`}</span>
    </td>
  );

const Share = ({ name, before, after }: { name: string; before: number | undefined; after: number }) => (
  <div>
    <dt>{name}</dt>
    <dd className="num">
      {before !== undefined && Math.abs(before - after) >= 0.001 && (
        <>
          <span className="muted">{percent(before)} → </span>
        </>
      )}
      {percent(after)}
    </dd>
  </div>
);
