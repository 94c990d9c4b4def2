import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { ApprovalDetail } from "../approvals/approval-detail.tsx";
import { ApprovalQueue } from "../approvals/approval-queue.tsx";
import "../ui/desk.css";
import { AuditLog } from "../approvals/audit-log.tsx";
import { inOrder, isShown, SHOWN, type Shown } from "../approvals/shown.ts";
import { plural } from "../format.ts";
import { approvalsQuery } from "../queries.ts";
import type { Approval } from "../types.ts";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { usePageTitle } from "../use-page-title.ts";
import { useView } from "../use-view.ts";

/** What waits for a person, what was decided, and the record of both. */
export function ApprovalsPage() {
  usePageTitle("Approvals");
  const view = useView();
  const query = useQuery(approvalsQuery);
  const audit = view.get("show") === "audit";
  const shown = (Object.keys(SHOWN) as Shown[]).find((one) => one === view.get("show")) ?? "waiting";
  return (
    <div className="page">
      <div className="page-head">
        <h1>Approvals</h1>
        <p>Nothing leaves Sentinel that policy or a person has not released.</p>
      </div>
      <nav className="row" aria-label="Which approvals">
        {(Object.keys(SHOWN) as Shown[]).map((one) => (
          <Link
            key={one}
            className="chip"
            to={view.with({ show: one === "waiting" ? null : one, id: null })}
            aria-current={!audit && one === shown ? "page" : undefined}
          >
            {SHOWN[one]}
            {query.data !== undefined && (
              <span className="num">{query.data.filter((approval) => isShown(approval, one)).length}</span>
            )}
          </Link>
        ))}
        <Link
          className="chip"
          to={view.with({ show: "audit", id: null })}
          aria-current={audit ? "page" : undefined}
        >
          Audit log
        </Link>
      </nav>
      {audit ? (
        <AuditLog />
      ) : (
        <Loaded query={query} what="the approvals" lines={10}>
          {(all) => <Desk all={all} shown={shown} />}
        </Loaded>
      )}
    </div>
  );
}

function Desk({ all, shown }: { all: Approval[]; shown: Shown }) {
  const view = useView();
  const queue = inOrder(
    all.filter((approval) => isShown(approval, shown)),
    shown,
  );
  const id = view.get("id");
  const chosen = all.find((approval) => approval.id === id) ?? (id === null ? queue[0] : undefined);
  if (queue.length === 0 && chosen === undefined && id === null) {
    return (
      <div className="card">
        <Empty title={shown === "waiting" ? "Nothing waits for you" : "Nothing was decided yet"}>
          {shown === "waiting"
            ? "Incidents propose actions by themselves; what needs a person shows up here."
            : "What is approved or refused stays here, with who did it and why."}
        </Empty>
      </div>
    );
  }
  return (
    <div className={id === null ? "desk" : "desk desk-chosen"}>
      <div className="desk-queue">
        <p className="visually-hidden" role="status">
          {plural(queue.length, "approval")} shown
        </p>
        <ApprovalQueue queue={queue} chosen={chosen?.id} />
      </div>
      <div className="desk-detail">
        {chosen === undefined ? (
          <div className="card">
            <Empty title="There is no such approval">
              <Link to={view.with({ id: null })}>Back to the list</Link>
            </Empty>
          </div>
        ) : (
          <ApprovalDetail key={chosen.id} approval={chosen} />
        )}
      </div>
    </div>
  );
}
