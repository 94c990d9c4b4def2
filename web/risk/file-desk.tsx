import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { plural, points } from "../format.ts";
import { filesQuery, type Place } from "../report-queries.ts";
import type { FileRiskReport } from "../types.ts";
import "../ui/desk.css";
import "../ui/queue.css";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { useView } from "../use-view.ts";
import { FileDetail } from "./file-detail.tsx";
import { ScoreBar } from "./score-bar.tsx";

/** The files by their score, and the one chosen with every merge behind it. */
export function FileDesk({ place }: { place: Place }) {
  const query = useQuery(filesQuery(place));
  return (
    <section className="stack" aria-labelledby="files">
      <h2 id="files">Riskiest files</h2>
      <Loaded query={query} what="the files" lines={8}>
        {({ files }) =>
          files.length === 0 ? (
            <div className="card">
              <Empty title="No history for these files">
                No merge of this repository could be measured: its agents have no traces of the time, or less
                than three days of them.
              </Empty>
            </div>
          ) : (
            <Desk place={place} files={files} />
          )
        }
      </Loaded>
    </section>
  );
}

function Desk({ place, files }: { place: Place; files: FileRiskReport["files"] }) {
  const view = useView();
  const asked = view.get("file");
  const path = asked ?? files[0]?.path;
  return (
    <div className={asked === null ? "desk" : "desk desk-chosen"}>
      <div className="desk-queue">
        <ul className="card queue">
          {files.map((file) => (
            <li key={file.path}>
              <Link
                to={view.with({ file: file.path })}
                preventScrollReset
                data-step=""
                aria-current={file.path === path ? "true" : undefined}
              >
                <span className="queue-title risk-path">{file.path}</span>
                <ScoreBar terms={file.terms} />
                <span className="row">
                  <span className="num">{points(file.terms.score)} points</span>
                  <span className="num">
                    {file.measured} of {plural(file.merges, "merge")} measured
                  </span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
      <div className="desk-detail">
        {path !== undefined && <FileDetail key={path} place={place} path={path} />}
      </div>
    </div>
  );
}
