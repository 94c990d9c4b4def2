import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { previewQuery } from "../report-queries.ts";
import { BackIcon } from "../ui/icons.tsx";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";
import { useMay } from "../use-role.ts";
import { DigestSheet } from "./digest-sheet.tsx";

/** A digest made now from what the lake holds. Nothing of it is stored or sent. */
export function DigestPreview({ week }: { week: string | null }) {
  const may = useMay("operator");
  const query = useQuery({ ...previewQuery(week), enabled: may });
  return (
    <article className="stack" aria-label="Preview">
      <Link to="/digest" className="desk-back">
        <BackIcon /> The archive
      </Link>
      {may ? (
        <>
          <div className="card digest-preview">
            <p>
              <strong>A preview.</strong> Nothing of it is stored or sent.
              {query.data !== undefined && (
                <span className="muted">
                  {" "}
                  Made <Time at={query.data.made_at} />.
                </span>
              )}
            </p>
            <button
              type="button"
              className="button"
              disabled={query.isFetching}
              onClick={() => void query.refetch()}
            >
              {query.isFetching ? "Making it…" : "Make it again"}
            </button>
          </div>
          <Loaded query={query} what="the preview" lines={12}>
            {(digest) => <DigestSheet digest={digest} sending={undefined} />}
          </Loaded>
        </>
      ) : (
        <div className="card">
          <Empty title="Your key may not make a preview">
            It needs the role operator. Past digests can be read with yours.
          </Empty>
        </div>
      )}
    </article>
  );
}
