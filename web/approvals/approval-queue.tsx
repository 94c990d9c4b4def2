import { Link } from "react-router";

import type { Approval } from "../types.ts";
import { Severity, Status } from "../ui/badges.tsx";
import { useView } from "../use-view.ts";
import "../ui/queue.css";
import { TimeLeft } from "./time-left.tsx";

/** What is proposed, one line of it each: the exact action and its target. */
export function ApprovalQueue({ queue, chosen }: { queue: Approval[]; chosen: string | undefined }) {
  const view = useView();
  return (
    <ul className="card queue">
      {queue.map((approval) => (
        <li key={approval.id}>
          <Link
            to={view.with({ id: approval.id })}
            data-step=""
            aria-current={approval.id === chosen ? "true" : undefined}
          >
            <span className="queue-title">{approval.preview.title}</span>
            <span className="row">
              <Severity of={approval.severity} />
              {approval.status === "proposed" ? (
                <TimeLeft approval={approval} />
              ) : (
                <Status of={approval.status} />
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
