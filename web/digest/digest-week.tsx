import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { digestQuery } from "../report-queries.ts";
import { asApiError } from "../read.ts";
import type { Archive } from "../types.ts";
import { BackIcon } from "../ui/icons.tsx";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Moment } from "../ui/time.tsx";
import { useMay } from "../use-role.ts";
import { DigestSheet } from "./digest-sheet.tsx";
import { weekWords } from "./week-words.ts";

/** One week of the archive, or why it has none. */
export function DigestWeek({ week, archive }: { week: string; archive: Archive }) {
  const query = useQuery(digestQuery(week));
  const absent = query.data === undefined && asApiError(query.error).status === 404;
  return (
    <article className="stack" aria-label={`Digest of ${weekWords(week)}`}>
      <Link to="/digest" className="desk-back">
        <BackIcon /> The archive
      </Link>
      {query.isError && absent ? (
        <div className="card">
          <Absent week={week} archive={archive} />
        </div>
      ) : (
        <Loaded query={query} what="the digest" lines={12}>
          {(digest) => (
            <DigestSheet
              digest={digest}
              sending={archive.digests.find((one) => one.week === digest.week)?.sending ?? []}
            />
          )}
        </Loaded>
      )}
    </article>
  );
}

/** ISO weeks compare as text. */
function Absent({ week, archive: { present, next } }: { week: string; archive: Archive }) {
  const may = useMay("operator");
  const name = weekWords(week);
  const preview = (
    <Link to={`/digest?${new URLSearchParams({ show: "preview", week })}`}>See how it looks now</Link>
  );
  if (week > present)
    return <Empty title="This week has not begun">There is nothing to tell of {name} yet.</Empty>;
  if (week === present || week === next.week) {
    return (
      <Empty
        title={week === present ? "This week is still running" : "This week's digest is about to be made"}
      >
        {week === next.week ? (
          <>
            Its digest is made on <Moment at={next.at} />.{" "}
          </>
        ) : (
          "Its digest is made when it is over. "
        )}
        {may && preview}
      </Empty>
    );
  }
  return (
    <Empty title={`The archive has no digest of ${name}`}>
      Nothing was made in that week: Sentinel did not run, or not yet. {may && preview}
    </Empty>
  );
}
