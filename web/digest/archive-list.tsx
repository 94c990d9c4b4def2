import { Link } from "react-router";

import { sentence } from "../format.ts";
import type { Archive } from "../types.ts";
import { Empty } from "../ui/loaded.tsx";
import { SendState } from "./send-state.tsx";
import { weekWords } from "./week-words.ts";

/** Every digest that was made, the newest first. */
export function ArchiveList({
  digests,
  chosen,
}: {
  digests: Archive["digests"];
  chosen: string | undefined;
}) {
  if (digests.length === 0) {
    return (
      <div className="card">
        <Empty title="The archive is empty" />
      </div>
    );
  }
  return (
    <ul className="card queue">
      {digests.map(({ week, dates, quiet, sending }) => (
        <li key={week}>
          <Link to={`/digest/${week}`} data-step="" aria-current={week === chosen ? "true" : undefined}>
            <span className="queue-title">{sentence(weekWords(week))}</span>
            <span className="row">
              <span>{dates}</span>
              {quiet && <span className="badge">empty week</span>}
            </span>
            <SendState sending={sending} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
