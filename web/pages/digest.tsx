import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";

import { ArchiveList } from "../digest/archive-list.tsx";
import { DigestPreview } from "../digest/digest-preview.tsx";
import { DigestWeek } from "../digest/digest-week.tsx";
import "../digest/digest.css";
import { weekWords } from "../digest/week-words.ts";
import { archiveQuery } from "../report-queries.ts";
import type { Archive } from "../types.ts";
import "../ui/desk.css";
import "../ui/queue.css";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Moment } from "../ui/time.tsx";
import { usePageTitle } from "../use-page-title.ts";
import { useView } from "../use-view.ts";

/** The weekly digest: the archive, one week of it, and how the next one looks so far. */
export function DigestPage() {
  const { week } = useParams();
  usePageTitle(week === undefined ? "Digest" : `Digest ${week}`);
  const query = useQuery(archiveQuery);
  return (
    <div className="page">
      <div className="page-head">
        <h1>Digest</h1>
        <p>What shipped, what broke, what to watch, once a week.</p>
      </div>
      <Loaded query={query} what="the archive" lines={12}>
        {(archive) => <Desk archive={archive} week={week} />}
      </Loaded>
    </div>
  );
}

function Desk({ archive, week }: { archive: Archive; week: string | undefined }) {
  const view = useView();
  const preview = week === undefined && view.get("show") === "preview";
  const newest = archive.digests[0]?.week;
  const shown = week ?? newest;
  return (
    <>
      <div className="digest-bar">
        <p className="muted">
          The next one, of {weekWords(archive.next.week)}, is made on <Moment at={archive.next.at} />.
        </p>
        <div className="row">
          <Link to="/digest?show=preview" className="chip" aria-current={preview ? "page" : undefined}>
            Preview of the next
          </Link>
          <a href="/api/digest/feed.xml" className="chip" type="application/rss+xml">
            RSS
          </a>
        </div>
      </div>
      <div className={week === undefined && !preview ? "desk" : "desk desk-chosen"}>
        <div className="desk-queue">
          <ArchiveList digests={archive.digests} chosen={preview ? undefined : shown} />
        </div>
        <div className="desk-detail digest-detail">
          {preview ? (
            <DigestPreview week={view.get("week")} />
          ) : shown === undefined ? (
            <div className="card">
              <Empty title="No digest yet">
                The first one comes on its day. The preview shows how it looks so far.
              </Empty>
            </div>
          ) : (
            <DigestWeek key={shown} week={shown} archive={archive} />
          )}
        </div>
      </div>
    </>
  );
}
