import type { Archive, Digest } from "../types.ts";
import { Moment } from "../ui/time.tsx";
import { DigestCharts } from "./digest-charts.tsx";
import { DigestLine } from "./digest-line.tsx";
import { SendState } from "./send-state.tsx";

type Props = {
  digest: Digest;
  /** Undefined for a preview, which is not sent. */
  sending: Archive["digests"][number]["sending"] | undefined;
};

/** A digest as it is read: its lines, each with where it leads; its charts; what its figures stand on. */
export function DigestSheet({ digest, sending }: Props) {
  const { heading, remark, parts, coverage, quiet, by, dropped, words, facts, made_at } = digest;
  const failed = sending?.filter(({ error }) => error !== null) ?? [];
  return (
    <div className="card digest">
      <header className="digest-head">
        <h2>{heading}</h2>
        <p className="muted">{remark}</p>
        {sending !== undefined && sending.length > 0 && <SendState sending={sending} />}
        {sending?.length === 0 && (
          <p className="muted">Not sent: neither Slack nor mail was set up when it was made.</p>
        )}
        {failed.map(({ way, error }) => (
          <p key={way} className="digest-failed breakable">
            {way}: {error}
          </p>
        ))}
      </header>
      {parts.map(({ section, title, lines, nothing }) => (
        <section key={section} aria-labelledby={`part-${section}`}>
          <h3 id={`part-${section}`}>{title}</h3>
          {lines.length === 0 ? (
            <p className="muted">{nothing}</p>
          ) : (
            <ul className="digest-lines">
              {lines.map((line) => (
                <DigestLine key={`${line.text} ${line.link}`} line={line} digest={digest} />
              ))}
            </ul>
          )}
        </section>
      ))}
      {!quiet && <DigestCharts digest={digest} stored={sending !== undefined} />}
      <footer className="digest-foot">
        <ul className="digest-lines">
          <DigestLine line={coverage} digest={digest} />
        </ul>
        {facts.length > 0 && (
          <details>
            <summary>What the figures stand on</summary>
            <dl className="digest-facts">
              {facts.map(({ id, values }) => (
                <div key={id} id={`fact-${id}`}>
                  <dt className="mono">{id}</dt>
                  <dd className="breakable">
                    {Object.entries(values)
                      .map(([name, value]) => `${name.replaceAll("_", " ")} ${value}`)
                      .join(", ")}
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        )}
        <p className="muted">
          {words} words, told by {by === "template" ? "the template" : by}
          {dropped > 0 && `, ${dropped} sentences removed because no fact holds them`} · made{" "}
          <Moment at={made_at} />
        </p>
      </footer>
    </div>
  );
}
