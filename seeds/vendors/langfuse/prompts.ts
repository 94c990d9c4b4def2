/** GET /api/public/v2/prompts (names with versions, counted pages) and /{name} (one version). */
import { z } from "zod";

import { numberAt, type SeedRow, textAt, valueAt } from "../../row.ts";
import { microsOf } from "../time-index.ts";
import type { LangfuseProject } from "./account.ts";
import { countedPage } from "./counted-page.ts";
import { Moment, PageNumber, pageSize, parseParameters } from "./parameters.ts";

const ListParameters = z.strictObject({
  name: z.string().optional(),
  label: z.string().optional(),
  tag: z.string().optional(),
  page: PageNumber,
  limit: pageSize(100),
  fromUpdatedAt: Moment.optional(),
  toUpdatedAt: Moment.optional(),
});
const GetParameters = z.strictObject({
  version: z.coerce.number().int().optional(),
  label: z.string().optional(),
  resolve: z.enum(["true", "false"]).optional(),
});

export function listPrompts(project: LangfuseProject, params: URLSearchParams): unknown {
  const asked = parseParameters(params, ListParameters);
  const byName = new Map<string, SeedRow[]>();
  for (const row of project.prompts) {
    const name = textAt(row, "name");
    if (name === undefined || (asked.name !== undefined && asked.name !== name)) continue;
    if (asked.label !== undefined && !textsOf(row, "labels").includes(asked.label)) continue;
    if (asked.tag !== undefined && !textsOf(row, "tags").includes(asked.tag)) continue;
    const at = microsOf(changedAt(row)) ?? -Infinity;
    if (at < (asked.fromUpdatedAt ?? -Infinity) || at >= (asked.toUpdatedAt ?? Infinity)) continue;
    byName.set(name, [...(byName.get(name) ?? []), row]);
  }
  const metas = [...byName.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, rows]) => metaOf(name, rows));
  return countedPage(metas, asked, (meta) => meta);
}

/** undefined when the project has no such prompt, version or label. */
export function getPrompt(
  project: LangfuseProject,
  name: string,
  params: URLSearchParams,
): SeedRow | undefined {
  const asked = parseParameters(params, GetParameters);
  const label = asked.label ?? "production";
  const row = project.prompts.find(
    (each) =>
      textAt(each, "name") === name &&
      (asked.version === undefined
        ? textsOf(each, "labels").includes(label)
        : versionOf(each) === asked.version),
  );
  if (row === undefined) return undefined;
  return {
    type: "text",
    config: {},
    labels: [],
    tags: [],
    projectId: project.id,
    ...row,
    version: versionOf(row),
  };
}

function metaOf(name: string, rows: SeedRow[]): SeedRow {
  const newest = rows.toSorted((a, b) => versionOf(b) - versionOf(a))[0];
  const changes = rows.flatMap((row) => changedAt(row) ?? []).toSorted();
  return {
    name,
    type: textAt(newest, "type") ?? "text",
    versions: rows.map(versionOf).toSorted((a, b) => a - b),
    labels: [...new Set(rows.flatMap((row) => textsOf(row, "labels")))],
    tags: [...new Set(rows.flatMap((row) => textsOf(row, "tags")))],
    // A prompt whose seed does not say when it changed has been there for ever.
    lastUpdatedAt: changes.at(-1) ?? "1970-01-01T00:00:00.000Z",
    lastConfig: valueAt(newest, "config") ?? {},
  };
}

function versionOf(row: SeedRow): number {
  return numberAt(row, "version") ?? 1;
}

function changedAt(row: SeedRow): string | undefined {
  return textAt(row, "updatedAt") ?? textAt(row, "createdAt");
}

function textsOf(row: SeedRow, field: string): string[] {
  const value = row[field];
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
