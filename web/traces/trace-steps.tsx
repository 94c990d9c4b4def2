import { useMemo } from "react";
import { Link } from "react-router";

import type { Trace } from "../types.ts";
import { Empty } from "../ui/loaded.tsx";
import { useView } from "../use-view.ts";
import { chainRows, treeRows, type Row } from "./rows-of.ts";
import { StepList } from "./step-list.tsx";
import { StepPanel } from "./step-panel.tsx";

/** The steps as a chain or as a tree, and the chosen one beside them. What is folded and chosen is in the address. */
export function TraceSteps({ trace }: { trace: Trace }) {
  const view = useView();
  const as = view.get("as") === "tree" ? "tree" : "chain";
  const [folds, shut] = [view.list("open"), view.list("shut")];
  const opened = JSON.stringify([folds, shut]);
  const rows = useMemo(() => {
    const [open_folds, shut_steps] = JSON.parse(opened) as [string[], string[]];
    const how = { folds: new Set(open_folds), shut: new Set(shut_steps) };
    return as === "tree" ? treeRows(trace, how) : chainRows(trace, how);
  }, [trace, as, opened]);
  const chosen = trace.steps.find(({ id, kind }) => kind === "observation" && id === view.get("step"));
  const toggle = (row: Row) => {
    const [name, list] = row.kind === "fold" ? ["open", folds] : ["shut", shut];
    view.set(
      { [name]: list.includes(row.key) ? list.filter((key) => key !== row.key) : [...list, row.key] },
      "same",
    );
  };
  return (
    <div className={chosen === undefined ? "trace-pair" : "trace-pair trace-pair-chosen"}>
      <section className="card" aria-labelledby="steps">
        <div className="card-head">
          <h2 id="steps">Steps</h2>
          <nav className="row" aria-label="Ways to see the steps">
            {(["chain", "tree"] as const).map((one) => (
              <Link
                key={one}
                className="chip"
                to={view.with({ as: one === "chain" ? null : one })}
                aria-current={one === as ? "page" : undefined}
              >
                {one === "chain" ? "Chain" : "Tree"}
              </Link>
            ))}
          </nav>
        </div>
        {rows.length === 0 ? (
          <Empty title="No steps">Only errors or scores of this trace were synced.</Empty>
        ) : (
          <StepList
            trace={trace}
            rows={rows}
            chosen={chosen?.id ?? null}
            choose={(id) => view.set({ step: id }, "same")}
            toggle={toggle}
          />
        )}
      </section>
      {chosen !== undefined && (
        <StepPanel
          key={chosen.id}
          trace={trace}
          step={chosen}
          close={() => view.set({ step: null }, "same")}
        />
      )}
    </div>
  );
}
