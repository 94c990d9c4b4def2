import type { KeptFinding } from "../incidents/kept-finding.ts";
import { STRENGTHS, type LinkKind } from "../incidents/strengths.ts";
import type { LinkRow } from "../state/rows/incidents.ts";
import type { Thing } from "./thing.ts";
import type { Find, Pair } from "./tie.ts";

/**
 * What ties findings: to what their own rows name, to each other and to the blamed commit as the incident store keeps
 * it, and to what the same agent did at the same time.
 */
export function tieFindings(things: Thing[], findings: KeptFinding[], stored: LinkRow[], find: Find): Pair[] {
  const shown = new Map(
    things.filter(({ kind }) => kind === "finding").map((thing) => [thing.id, thing] as const),
  );
  return [
    ...findings.flatMap((finding) => {
      const thing = shown.get(finding.id ?? "");
      return thing === undefined
        ? []
        : [...aboutSubject(thing, finding, find), ...ofAgent(thing, finding, things)];
    }),
    ...stored.flatMap((link) => asStored(link, shown, things)),
  ];
}

function aboutSubject(thing: Thing, { connection, subject }: KeptFinding, find: Find): Pair[] {
  const named: [Thing["kind"], string[]][] = [
    ["trace", subject.trace_ids],
    ["issue", subject.issue_ids],
    ["task_run", subject.tasks],
  ];
  return named.flatMap(([kind, ids]) =>
    ids.flatMap((id) =>
      find(connection, kind, id).map((other): Pair => ({
        one: thing,
        other,
        kind: "subject",
        why: "the finding's own rows name it",
        query: null,
      })),
    ),
  );
}

function ofAgent(thing: Thing, { connection, subject, window }: KeptFinding, things: Thing[]): Pair[] {
  const agents = new Set(subject.agents);
  return things
    .filter(
      (other) =>
        other.kind === "trace" &&
        other.connection === connection &&
        agents.has(other.place ?? "") &&
        other.happened_at <= window.to &&
        other.ended_at >= window.from,
    )
    .map((other) => ({
      one: thing,
      other,
      kind: "service",
      why: `both concern agent ${other.place} at the same time`,
      query: null,
    }));
}

/** `commit:<repo>@<sha>`, as the incident store names the blamed commit. */
const COMMIT = /^commit:(.+)@([0-9a-f]+)$/;

function asStored(
  { from_id, to_id, kind, why }: LinkRow,
  shown: Map<string, Thing>,
  things: Thing[],
): Pair[] {
  const one = shown.get(from_id);
  const [, repo, sha] = COMMIT.exec(to_id) ?? [];
  const other =
    sha === undefined
      ? shown.get(to_id)
      : things.find((thing) => thing.kind === "commit" && thing.place === repo && thing.id === sha);
  if (one === undefined || other === undefined || !isLinkKind(kind)) return [];
  return [{ one, other, kind, why, query: null }];
}

const isLinkKind = (kind: string): kind is LinkKind => kind in STRENGTHS;
