import { useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { plural, usd } from "../format.ts";
import { FilterBar } from "../incidents/filter-bar.tsx";
import { PRESETS, queryOf, readFilter } from "../incidents/filter.ts";
import { IncidentRows } from "../incidents/incident-rows.tsx";
import { incidentCountsQuery, incidentRowsQuery } from "../queries.ts";
import type { IncidentCounts } from "../types.ts";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { usePageTitle } from "../use-page-title.ts";
import { useRange } from "../use-range.ts";
import { useView } from "../use-view.ts";

/** What is wrong, the worst first. */
export function IncidentsPage() {
  usePageTitle("Incidents");
  const active = useQuery(incidentCountsQuery());
  return (
    <div className="page">
      <div className="page-head">
        <h1>Incidents</h1>
        {active.data !== undefined && (
          <p>
            {plural(active.data.status["open"] ?? 0, "incident")} nobody has taken yet ·{" "}
            {usd(active.data.cost_usd)} lost by those that are active
          </p>
        )}
      </div>
      <List />
    </div>
  );
}

function List() {
  const view = useView();
  const filter = readFilter(view, useRange(view, PRESETS, null));
  const query = queryOf(filter);
  const counts = useQuery(incidentCountsQuery(query));
  const rows = useInfiniteQuery(incidentRowsQuery({ ...query, sort: filter.sort }));
  return (
    <Loaded query={counts} what="the incidents" lines={12}>
      {(counted) =>
        counted.total === 0 && nothingChosen(view.with({ at: null, sort: null })) && isEmpty(counted) ? (
          <NoIncidents />
        ) : (
          <div className="stack" aria-busy={counts.isPlaceholderData || rows.isPlaceholderData}>
            <FilterBar counts={counted} filter={filter} view={view} />
            <p className="visually-hidden" role="status">
              {plural(counted.total, "incident")} shown
            </p>
            <Loaded query={rows} what="the incidents" lines={12}>
              {({ pages }) =>
                counted.total === 0 ? (
                  <NoneFits />
                ) : (
                  <IncidentRows
                    incidents={pages.flatMap((page) => page.rows)}
                    total={rows.hasNextPage ? counted.total : 0}
                    more={() => {
                      if (rows.hasNextPage && !rows.isFetchingNextPage) void rows.fetchNextPage();
                    }}
                  />
                )
              }
            </Loaded>
          </div>
        )
      }
    </Loaded>
  );
}

const nothingChosen = (address: string): boolean => address === "?";
const isEmpty = ({ status }: IncidentCounts): boolean => status["all"] === 0;

function NoneFits() {
  const view = useView();
  return (
    <div className="card">
      <Empty title="No incident fits">
        <button
          type="button"
          className="button"
          onClick={() =>
            view.set({
              q: null,
              status: "all",
              severity: null,
              type: null,
              connection: null,
              range: null,
              from: null,
              to: null,
            })
          }
        >
          Show all of them
        </button>
      </Empty>
    </div>
  );
}

const NoIncidents = () => (
  <div className="card">
    <Empty title="No incidents">
      Nothing was found in what was judged so far. The <a href="/settings?show=sources">sources</a> say what
      is connected and how fresh it is.
    </Empty>
  </div>
);
