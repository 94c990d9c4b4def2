import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";

import { usd } from "../format.ts";
import { approvalsQuery, incidentsQuery } from "../queries.ts";
import { Failure, Skeleton } from "../ui/loaded.tsx";
import "./figures.css";

const sum = (figures: (number | null)[]) => figures.reduce<number>((all, one) => all + (one ?? 0), 0);

/** The four figures that say whether somebody is needed now. */
export function Figures() {
  const incidents = useQuery(incidentsQuery);
  const approvals = useQuery(approvalsQuery);
  const failed = [incidents, approvals].find(({ data, isError }) => data === undefined && isError);
  if (failed !== undefined) {
    return (
      <div className="card">
        <Failure error={failed.error} what="the figures" retry={() => void failed.refetch()} />
      </div>
    );
  }
  if (incidents.data === undefined || approvals.data === undefined) {
    return (
      <div className="card">
        <Skeleton lines={3} what="the figures" />
      </div>
    );
  }
  const active = incidents.data.filter(({ status }) => status !== "resolved");
  const critical = active.filter(({ severity }) => severity === "critical").length;
  const untaken = active.filter(({ status }) => status === "open").length;
  const loops = active.filter(({ type }) => type === "agent_loop");
  const waiting = approvals.data.filter(({ status }) => status === "proposed");
  const unknown = active.filter(({ projected_6h_usd }) => projected_6h_usd === null).length;
  return (
    <ul className="figures">
      <Figure to="/incidents" name="Active incidents" figure={String(active.length)} urgent={critical > 0}>
        {critical} critical, {untaken} not taken yet
      </Figure>
      <Figure
        to="/incidents?sort=cost"
        name="Cost of the next 6 hours"
        figure={usd(sum(active.map(({ projected_6h_usd }) => projected_6h_usd)))}
      >
        if nothing is done{unknown > 0 && `; ${unknown} without a rate`}
      </Figure>
      <Figure
        to="/incidents?type=agent_loop"
        name="Active loops"
        figure={String(loops.length)}
        urgent={loops.length > 0}
      >
        {usd(sum(loops.map(({ cost_usd }) => cost_usd)))} spent by them
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
