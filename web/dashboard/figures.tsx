import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";

import { count, usd } from "../format.ts";
import { approvalsQuery, incidentCountsQuery } from "../queries.ts";
import { Failure, Skeleton } from "../ui/loaded.tsx";
import "./figures.css";

const sum = (figures: (number | null)[]) => figures.reduce<number>((all, one) => all + (one ?? 0), 0);

/** The four figures that say whether somebody is needed now. */
export function Figures() {
  const incidents = useQuery(incidentCountsQuery());
  const loops = useQuery(incidentCountsQuery({ type: "agent_loop" }));
  const approvals = useQuery(approvalsQuery);
  const failed = [incidents, loops, approvals].find(({ data, isError }) => data === undefined && isError);
  if (failed !== undefined) {
    return (
      <div className="card">
        <Failure error={failed.error} what="the figures" retry={() => void failed.refetch()} />
      </div>
    );
  }
  if (incidents.data === undefined || loops.data === undefined || approvals.data === undefined) {
    return (
      <div className="card">
        <Skeleton lines={3} what="the figures" />
      </div>
    );
  }
  const { total, severity, status, projected_6h_usd, without_rate } = incidents.data;
  const critical = severity["critical"] ?? 0;
  const waiting = approvals.data.filter((approval) => approval.status === "proposed");
  return (
    <ul className="figures">
      <Figure to="/incidents" name="Active incidents" figure={count(total)} urgent={critical > 0}>
        {count(critical)} critical, {count(status["open"] ?? 0)} not taken yet
      </Figure>
      <Figure to="/incidents?sort=cost" name="Cost of the next 6 hours" figure={usd(projected_6h_usd)}>
        if nothing is done{without_rate > 0 && `; ${count(without_rate)} without a rate`}
      </Figure>
      <Figure
        to="/incidents?type=agent_loop"
        name="Active loops"
        figure={count(loops.data.total)}
        urgent={loops.data.total > 0}
      >
        {usd(loops.data.cost_usd)} spent by them
      </Figure>
      <Figure to="/approvals" name="Waiting approvals" figure={String(waiting.length)}>
        {usd(sum(waiting.map(({ cost_of_waiting_usd }) => cost_of_waiting_usd)))} at stake in six hours
      </Figure>
    </ul>
  );
}

type Props = { to: string; name: string; figure: string; urgent?: boolean; children: ReactNode };

const Figure = ({ to, name, figure, urgent = false, children }: Props) => (
  <li className={urgent ? "card figure figure-urgent" : "card figure"}>
    <Link to={to}>
      <span className="figure-name">{name}</span>
      <strong className="num">{figure}</strong>
      <span className="figure-more">{children}</span>
    </Link>
  </li>
);
