import { useCallback, useMemo } from "react";

import { plural } from "../format.ts";
import type { ForensicGraph } from "../types.ts";
import { DownloadIcon } from "../ui/icons.tsx";
import { Empty, Skeleton } from "../ui/loaded.tsx";
import { useTell } from "../ui/notices.tsx";
import { saveFile } from "../ui/save-file.ts";
import { useView } from "../use-view.ts";
import { collapse } from "./collapse.ts";
import { drawSvg } from "./draw-svg.ts";
import { GraphCanvas } from "./graph-canvas.tsx";
import "./graph-view.css";
import { Legend } from "./legend.tsx";
import { KIND_NAMES } from "./look.ts";
import { savePng } from "./save-png.ts";
import { ThingPanel } from "./thing-panel.tsx";
import { ThingTable } from "./thing-table.tsx";
import { useLayout, type Laid } from "./use-layout.ts";

/** The graph of a window or its table, and the thing chosen in it. What is collapsed and chosen is in the address. */
export function GraphView({ graph, as }: { graph: ForensicGraph; as: "graph" | "table" }) {
  const view = useView();
  const { set } = view;
  const collapsed_text = view.list("collapse").join(",");
  const linked_only = view.get("linked") === "only";
  const collapsed = useMemo(
    () => KIND_NAMES.filter((kind) => collapsed_text.split(",").includes(kind)),
    [collapsed_text],
  );
  const shown = useMemo(() => collapse(graph, collapsed, linked_only), [graph, collapsed, linked_only]);
  const laid = useLayout(shown);
  const focus = view.get("focus");
  const chosen = shown.nodes.find(({ id }) => id === focus);
  const choose = useCallback((id: string | null) => set({ focus: id }, "same"), [set]);
  return (
    <div className={chosen === undefined ? "graph-view" : "graph-view graph-view-chosen"}>
      <section className="card" aria-label={as === "graph" ? "Graph" : "Table"}>
        <Legend graph={graph} collapsed={collapsed} linked_only={linked_only} view={view} />
        {shown.nodes.length === 0 ? (
          <Empty title="Nothing happened in this window">
            No commit, deployment, error, trace, message, task run or finding lies in it.
          </Empty>
        ) : as === "table" ? (
          <ThingTable shown={shown} focus={chosen?.id ?? null} choose={choose} />
        ) : laid === undefined ? (
          <Skeleton lines={14} what="the layout" />
        ) : (
          <GraphCanvas laid={laid} focus={chosen?.id ?? null} choose={choose} />
        )}
        <div className="graph-foot">
          <LeftOut graph={graph} />
          {laid !== undefined && <Save graph={graph} laid={laid} />}
        </div>
      </section>
      {chosen !== undefined && <ThingPanel thing={chosen} shown={shown} choose={choose} />}
    </div>
  );
}

function LeftOut({ graph: { kinds, edges_left_out, nodes, edges } }: { graph: ForensicGraph }) {
  const missing = kinds.filter(({ things, shown }) => things > shown);
  return (
    <p className="muted">
      {plural(nodes.length, "node")}, {plural(edges.length, "link")}.{" "}
      {missing.length + edges_left_out === 0
        ? "Nothing of the window is left out."
        : `Left out, the least telling: ${[
            ...missing.map(({ kind, things, shown }) => plural(things - shown, kind.replace("_", " "))),
            ...(edges_left_out > 0 ? [plural(edges_left_out, "link")] : []),
          ].join(", ")}.`}
    </p>
  );
}

function Save({ graph, laid }: { graph: ForensicGraph; laid: Laid }) {
  const tell = useTell();
  const name = `forensics-${graph.incident?.id ?? graph.window.from.slice(0, 16).replaceAll(":", "")}`;
  const failed = (error: unknown) => tell.failed("Not saved", error);
  return (
    <div className="row">
      <button
        type="button"
        className="button"
        onClick={() => void savePng(`${name}.png`, drawSvg(laid)).catch(failed)}
      >
        <DownloadIcon /> PNG
      </button>
      <button
        type="button"
        className="button"
        onClick={() => saveFile(`${name}.svg`, drawSvg(laid), "image/svg+xml")}
      >
        <DownloadIcon /> SVG
      </button>
      <button
        type="button"
        className="button"
        onClick={() => saveFile(`${name}.json`, JSON.stringify(graph, null, 2), "application/json")}
      >
        <DownloadIcon /> JSON
      </button>
    </div>
  );
}
