import { useQuery } from "@tanstack/react-query";

import { plural, usd } from "../format.ts";
import { FilterBar } from "../incidents/filter-bar.tsx";
import { fitting, inOrder, readFilter } from "../incidents/filter.ts";
import { IncidentRows } from "../incidents/incident-rows.tsx";
import { incidentsQuery } from "../queries.ts";
import type { Incident } from "../types.ts";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { usePageTitle } from "../use-page-title.ts";
import { useView } from "../use-view.ts";

/** What is wrong, the worst first. */
export function IncidentsPage() {
  usePageTitle("Incidents");
  const query = useQuery(incidentsQuery);
  return (
    <div className="page">
      <div className="page-head">
        <h1>Incidents</h1>
        {query.data !== undefined && <Sum of={query.data} />}
      </div>
      <Loaded query={query} what="the incidents" lines={12}>
        {(incidents) => (incidents.length === 0 ? <NoIncidents /> : <List incidents={incidents} />)}
      </Loaded>
    </div>
  );
}

function Sum({ of }: { of: Incident[] }) {
  const open = of.filter(({ status }) => status === "open");
  const cost = of
    .filter(({ status }) => status !== "resolved")
    .reduce((sum, { cost_usd }) => sum + (cost_usd ?? 0), 0);
  return (
    <p>
      {plural(open.length, "incident")} nobody has taken yet · {usd(cost)} lost by those that are active
    </p>
  );
}

function List({ incidents }: { incidents: Incident[] }) {
  const view = useView();
  const filter = readFilter(view);
  const found = inOrder(fitting(incidents, filter), filter.sort);
  return (
    <div className="stack">
      <FilterBar incidents={incidents} filter={filter} view={view} />
      <p className="visually-hidden" role="status">
        {plural(found.length, "incident")} shown
      </p>
      {found.length === 0 ? (
        <div className="card">
          <Empty title="No incident fits">
            <button
              type="button"
              className="button"
              onClick={() =>
                view.set({ q: null, status: "all", severity: null, type: null, connection: null })
              }
            >
              Show all of them
            </button>
          </Empty>
        </div>
      ) : (
        <IncidentRows incidents={found} />
      )}
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
