import { Handle, Position } from "@xyflow/react";
import { memo } from "react";

import { usd } from "../format.ts";
import type { GraphNode } from "../types.ts";
import { KINDS, nameOf } from "./look.ts";
import { Shape } from "./shape.tsx";

type Data = { thing: GraphNode; faded: boolean; chosen: boolean; choose: (id: string | null) => void };

/** A thing of the graph: a button, so that the keyboard chooses it too. j and k walk them in the order of time. */
export const ThingNode = memo(function ThingNode({ data }: { data: Data }) {
  const { thing, faded, chosen, choose } = data;
  const classes = [
    "thing",
    faded ? "thing-faded" : "",
    chosen ? "thing-chosen" : "",
    thing.count > 1 ? "thing-many" : "",
  ];
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <button
        type="button"
        className={classes.filter(Boolean).join(" ")}
        data-step=""
        aria-pressed={chosen}
        onClick={() => choose(chosen ? null : thing.id)}
      >
        <Shape kind={thing.kind} />
        <span className="thing-words">
          <span className="thing-title">{nameOf(thing)}</span>
          <span className="thing-more">
            {KINDS[thing.kind].one}
            {thing.blamed && <strong> · blamed</strong>}
            {thing.failed && thing.kind !== "issue" && thing.kind !== "finding" && <strong> · failed</strong>}
            {thing.cost_usd !== null && thing.cost_usd > 0 && ` · ${usd(thing.cost_usd)}`}
            {thing.title !== thing.place && thing.place !== null && ` · ${thing.place}`}
          </span>
        </span>
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
});
