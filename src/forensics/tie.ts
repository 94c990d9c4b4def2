/** How things of a graph are tied, before they are drawn. */
import type { Link, LinkKind } from "../incidents/strengths.ts";
import type { Thing } from "./thing.ts";

/** A link between two things of a graph, from the earlier to the later. `query` is what showed it. */
export type Tie = Link & { from: Thing; to: Thing; query: string | null };

export type Pair = { one: Thing; other: Thing; kind: LinkKind; why: string; query: string | null };

/** Things by what others call them: kind and id, within a connection and those of its service. */
export type Find = (connection: string, kind: Thing["kind"], id: string) => Thing[];
