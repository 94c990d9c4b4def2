import { useQuery } from "@tanstack/react-query";

import { timelineQuery } from "../queries.ts";
import { Loaded } from "../ui/loaded.tsx";
import { Moment } from "../ui/time.tsx";
import "./timeline.css";

/** What happened to the incident and around it, the earliest first. */
export function Timeline({ id }: { id: string }) {
  const query = useQuery(timelineQuery(id));
  return (
    <section className="card" aria-labelledby="timeline">
      <div className="card-head">
        <h2 id="timeline">Timeline</h2>
      </div>
      <Loaded query={query} what="the timeline">
        {(entries) => (
          <ol className="timeline">
            {entries.map(({ at, what }) => (
              <li key={`${at} ${what}`}>
                <time dateTime={at} className="num">
                  <Moment at={at} />
                </time>
                <p className="breakable">{what}</p>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </section>
  );
}
