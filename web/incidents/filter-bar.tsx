import { count, sentence } from "../format.ts";
import type { IncidentCounts } from "../types.ts";
import { SearchField } from "../ui/search-field.tsx";
import { TimeRange } from "../ui/time-range.tsx";
import type { View } from "../use-view.ts";
import { PRESETS, SEVERITIES, SORTS, STATUSES, type Filter } from "./filter.ts";
import "./filter-bar.css";

type Props = { counts: IncidentCounts; filter: Filter; view: View };

/** Each choice says how many there would be, the rest of the filter as it is. */
export function FilterBar({ counts, filter, view }: Props) {
  const types = Object.keys(counts.type).toSorted();
  const connections = Object.keys(counts.connection).toSorted();
  return (
    <search className="filters">
      <div className="filters-line">
        <SearchField
          label="Search incidents"
          placeholder="Title, id, commit, repository"
          value={filter.text}
          change={(text) => view.set({ q: text }, "same")}
        />
        <select
          className="input filters-select"
          aria-label="Connection"
          value={filter.connection ?? ""}
          onChange={({ target }) => view.set({ connection: target.value })}
        >
          <option value="">All connections</option>
          {connections.map((connection) => (
            <option key={connection}>{connection}</option>
          ))}
        </select>
        <select
          className="input filters-select"
          aria-label="Order"
          value={filter.sort}
          onChange={({ target }) => view.set({ sort: target.value === "severity" ? null : target.value })}
        >
          {Object.entries(SORTS).map(([sort, name]) => (
            <option key={sort} value={sort}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div className="filters-chips" role="group" aria-label="Status">
        {STATUSES.map((status) => (
          <Chip
            key={status}
            name={sentence(status)}
            of={counts.status[status] ?? 0}
            on={filter.status === status}
            press={() => view.set({ status: status === "active" ? null : status })}
          />
        ))}
      </div>
      <div className="filters-chips" role="group" aria-label="Severity">
        {SEVERITIES.map((severity) => (
          <Chip
            key={severity}
            name={sentence(severity)}
            of={counts.severity[severity] ?? 0}
            on={filter.severities.includes(severity)}
            press={() => view.set({ severity: toggled(filter.severities, severity) })}
          />
        ))}
        <span className="filters-rule" aria-hidden="true" />
        {types.map((type) => (
          <Chip
            key={type}
            name={sentence(type)}
            of={counts.type[type] ?? 0}
            on={filter.types.includes(type)}
            press={() => view.set({ type: toggled(filter.types, type) })}
          />
        ))}
      </div>
      <TimeRange view={view} range={filter.opened} presets={PRESETS} fallback={null} />
    </search>
  );
}

function Chip({ name, of, on, press }: { name: string; of: number; on: boolean; press: () => void }) {
  return (
    <button type="button" className="chip" aria-pressed={on} onClick={press}>
      {name} <span className="num">{count(of)}</span>
    </button>
  );
}

const toggled = (all: string[], one: string): string[] =>
  all.includes(one) ? all.filter((other) => other !== one) : [...all, one];
