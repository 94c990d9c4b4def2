import { memo, type Ref } from "react";
import { Link } from "react-router";

import { usd, words } from "../format.ts";
import type { ListedIncident } from "../types.ts";
import { Severity, Status } from "../ui/badges.tsx";
import { EyeIcon } from "../ui/icons.tsx";
import { Time } from "../ui/time.tsx";

type Props = {
  ref: Ref<HTMLTableRowElement>;
  incident: ListedIncident;
  index: number;
  chosen: boolean;
  /** Shows it beside the list; undefined where there is no room for that. */
  choose: ((id: string) => void) | undefined;
};

/** One incident of the list. The keyboard shows what it comes to; a click opens it. Drawn again only when it is another. */
export const IncidentRow = memo(function IncidentRow({ ref, incident, index, chosen, choose }: Props) {
  const { id, severity, title, type, connection, status, blame, cost_usd, projected_6h_usd } = incident;
  return (
    // The head is the first row.
    <tr
      ref={ref}
      data-index={index}
      aria-rowindex={index + 2}
      className={chosen ? "incident-chosen" : undefined}
    >
      <td className="incident-rows-severity">
        <Severity of={severity} />
      </td>
      <td className="incident-rows-what">
        <Link
          to={`/incidents/${id}`}
          data-step=""
          onFocus={({ target }) => {
            if (target.matches(":focus-visible")) choose?.(id);
          }}
        >
          {title}
        </Link>
        <p>
          {words(type)} · {connection}
          {blame !== null && (
            <>
              {" · "}
              <span className="mono">{blame.sha.slice(0, 7)}</span> {blame.message}
            </>
          )}
        </p>
      </td>
      <td className="incident-rows-status">
        <Status of={status} />
      </td>
      <td className="incident-rows-cost num">
        {usd(cost_usd)}
        {projected_6h_usd !== null && <p>+{usd(projected_6h_usd)} in 6 h</p>}
      </td>
      <td className="incident-rows-when">
        <Time at={incident.opened_at} />
        {choose !== undefined && (
          <button
            type="button"
            className="button button-quiet button-icon incident-rows-look"
            aria-pressed={chosen}
            onClick={() => choose(id)}
          >
            <EyeIcon />
            <span className="visually-hidden">Preview {title}</span>
          </button>
        )}
      </td>
    </tr>
  );
});
