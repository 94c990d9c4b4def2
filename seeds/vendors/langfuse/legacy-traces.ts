/** Traces and sessions as a self-hosted server before v4 answers them: objects of their own. */
import { numberAt, type SeedRow, textAt, valueAt } from "../../row.ts";
import type { Timed } from "../time-index.ts";
import type { LangfuseProject } from "./account.ts";
import { jsonValue } from "./legacy-observation.ts";
import { subjectIds } from "./score-shapes.ts";

const derived = new WeakMap<LangfuseProject, SeedRow[]>();

/** Trace objects, newest first: the seed's own, else one per trace id of the observations. */
export function legacyTraces(project: LangfuseProject): SeedRow[] {
  const traces = derived.get(project) ?? (project.traces.length > 0 ? project.traces : tracesOf(project));
  derived.set(project, traces);
  return traces;
}

function tracesOf(project: LangfuseProject): SeedRow[] {
  const scores = groupIds(project.scores, (row) => subjectIds(row).traceId);
  const traces = [...groupRows(project.observations, (row) => textAt(row, "traceId")).entries()].map(
    ([id, rows]) => {
      const first = rows.at(-1);
      const root = rows.find((row) => row["isRootObservation"] === true) ?? first;
      return {
        id,
        timestamp: (first && textAt(first, "startTime")) ?? null,
        name: valueAt(root, "traceName") ?? valueAt(root, "name") ?? null,
        input: jsonValue(valueAt(root, "input")),
        output: jsonValue(valueAt(root, "output")),
        sessionId: valueAt(root, "sessionId") ?? null,
        release: valueAt(root, "release") ?? null,
        version: valueAt(root, "version") ?? null,
        userId: valueAt(root, "userId") ?? null,
        metadata: valueAt(root, "metadata") ?? null,
        tags: valueAt(root, "tags") ?? [],
        public: false,
        environment: valueAt(root, "environment") ?? "default",
        htmlPath: `/project/${project.id}/traces/${id}`,
        latency: numberAt(root, "latency") ?? null,
        totalCost: rows.reduce((sum, row) => sum + (numberAt(row, "totalCost") ?? 0), 0),
        observations: rows.flatMap((row) => textAt(row, "id") ?? []),
        scores: scores.get(id) ?? [],
      };
    },
  );
  return traces.toSorted((a, b) => ((a.timestamp ?? "") < (b.timestamp ?? "") ? 1 : -1));
}

export function legacySessions(project: LangfuseProject): SeedRow[] {
  if (project.sessions.length > 0) return project.sessions;
  return [...groupRows(project.observations, (row) => textAt(row, "sessionId")).entries()].map(
    ([id, rows]) => ({
      id,
      createdAt: valueAt(rows.at(-1), "startTime") ?? null,
      projectId: project.id,
      environment: valueAt(rows[0], "environment") ?? "default",
    }),
  );
}

function groupRows(
  entries: readonly Timed[],
  keyOf: (row: SeedRow) => string | undefined,
): Map<string, SeedRow[]> {
  const groups = new Map<string, SeedRow[]>();
  for (const { row } of entries) {
    const key = keyOf(row);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

function groupIds(
  entries: readonly Timed[],
  keyOf: (row: SeedRow) => string | undefined,
): Map<string, string[]> {
  const groups = groupRows(entries, keyOf);
  return new Map([...groups].map(([key, rows]) => [key, rows.flatMap((row) => textAt(row, "id") ?? [])]));
}
