import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";

import { usd } from "../format.ts";
import type { Trace, TraceStep } from "../types.ts";
import { ChevronIcon } from "../ui/icons.tsx";
import { latency } from "./latency.ts";
import type { Row } from "./rows-of.ts";
import "./step-list.css";

type Props = {
  trace: Trace;
  rows: Row[];
  chosen: string | null;
  choose: (id: string) => void;
  toggle: (row: Row) => void;
};

const ROW_HEIGHT = 40;
const DEEPEST = 12;

/** Steps with their cost, time and errors, as bars over the time of the trace. Only what is in sight is drawn. */
export function StepList({ trace, rows, chosen, choose, toggle }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  // Whoever draws its items draws them anew with each scroll anyway.
  // oxlint-disable-next-line react/incompatible-library
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    getItemKey: (index) => `${rows[index]?.kind} ${rows[index]?.key}`,
  });
  return (
    <div ref={scroller} className="steps">
      <ol aria-label="Steps" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <li
              key={key}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT }}
            >
              <Line trace={trace} row={row} chosen={chosen} choose={choose} toggle={toggle} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function Line({ trace, row, chosen, choose, toggle }: Omit<Props, "rows"> & { row: Row }) {
  const indent = { paddingLeft: `${Math.min(row.depth, DEEPEST) * 1.125 + 0.5}rem` };
  const opens = row.kind === "fold" || row.holds > 0;
  const name = row.kind === "fold" ? nameOfFold(row) : (row.step.name ?? "unnamed");
  const steps = row.kind === "fold" ? row.steps : [row.step];
  const on = row.kind === "step" && row.key === chosen;
  return (
    <div className={on ? "step step-chosen" : "step"} style={indent}>
      {opens ? (
        <button
          type="button"
          className="step-toggle"
          aria-expanded={row.open}
          aria-label={row.kind === "fold" ? `Steps of ${name}` : `Inside of ${name}`}
          onClick={() => toggle(row)}
        >
          <ChevronIcon />
        </button>
      ) : (
        <span className="step-toggle" />
      )}
      <button
        type="button"
        className="step-main"
        data-step=""
        aria-pressed={row.kind === "step" ? on : undefined}
        aria-expanded={row.kind === "fold" ? row.open : undefined}
        onClick={() => (row.kind === "fold" ? toggle(row) : choose(row.key))}
      >
        <span className="step-name">{name}</span>
        <Marks row={row} steps={steps} />
        <span className="step-figures num">
          <span>{usd(sum(steps, ({ cost_usd }) => cost_usd))}</span>
          <span>{latency(sum(steps, ({ latency_ms }) => latency_ms))}</span>
        </span>
        <Bar trace={trace} steps={steps} />
      </button>
    </div>
  );
}

function Marks({ row, steps }: { row: Row; steps: TraceStep[] }) {
  const errors = steps.filter(({ level }) => level === "ERROR").length;
  return (
    <span className="step-marks">
      {row.kind === "fold" ? (
        <span className={`badge ${row.loop ? "tone-high" : ""}`}>
          ×{row.times}
          {row.loop ? " loop" : ""}
        </span>
      ) : (
        <span className="badge">{(row.step.type ?? "step").toLowerCase()}</span>
      )}
      {row.kind === "step" && row.step.repeats > 0 && <span className="badge tone-high">again</span>}
      {errors > 0 && (
        <span className="badge tone-critical">{errors === 1 ? "error" : `${errors} errors`}</span>
      )}
      {row.kind === "step" && row.step.ended_at === null && <span className="badge tone-info">no end</span>}
    </span>
  );
}

/** `think, search`: a cycle is called what it consists of. */
function nameOfFold({ steps, times }: Extract<Row, { kind: "fold" }>): string {
  const cycle = steps.slice(0, Math.max(1, Math.round(steps.length / times)));
  return cycle.map(({ name }) => name ?? "unnamed").join(", ");
}

const sum = (steps: TraceStep[], figureOf: (step: TraceStep) => number | null): number | null => {
  const known = steps.flatMap((step) => figureOf(step) ?? []);
  return known.length === 0 ? null : known.reduce((all, one) => all + one, 0);
};

/** When in the trace, and how long. */
function Bar({ trace, steps }: { trace: Trace; steps: TraceStep[] }) {
  const began = Date.parse(trace.started_at);
  const whole = Math.max(1, trace.totals.duration_ms);
  const starts = steps.map(({ started_at }) => Date.parse(started_at));
  const ends = steps.map(({ started_at, ended_at }) => Date.parse(ended_at ?? started_at));
  const from = (Math.min(...starts) - began) / whole;
  const width = Math.max(0.006, (Math.max(...ends) - Math.min(...starts)) / whole);
  const failed = steps.some(({ level }) => level === "ERROR");
  return (
    <svg className="step-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect
        x={100 * Math.min(from, 0.994)}
        width={100 * Math.min(width, 1)}
        height="8"
        rx="1"
        className={failed ? "step-bar-failed" : ""}
      />
    </svg>
  );
}
