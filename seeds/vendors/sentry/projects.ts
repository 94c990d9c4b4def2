/** The projects of a Sentry organization, learnt from the rows that name them by id, slug or both. */
import { createHash } from "node:crypto";

import { isRow, type SeedRow, textAt } from "../../row.ts";

export type SentryProject = { id: string; slug: string; name: string; platform: string | null };
type Hint = {
  id?: string | undefined;
  slug?: string | undefined;
  name?: string | undefined;
  platform?: string | undefined;
};

export type ProjectBook = {
  all: () => SentryProject[];
  /** The project that the hint means; a new one when none is known by that id or slug. */
  find: (hint: Hint) => SentryProject;
  knows: (id: string) => boolean;
};

export function projectBook(): ProjectBook {
  const projects: SentryProject[] = [];
  return {
    all: () => projects,
    knows: (id) => projects.some((project) => project.id === id),
    find({ id, slug, name, platform }) {
      const known =
        projects.find((project) => id !== undefined && project.id === id) ??
        projects.find((project) => slug !== undefined && project.slug === slug);
      if (known !== undefined) {
        if (id !== undefined) known.id = id;
        return known;
      }
      const own = slug ?? `project-${id ?? "unnamed"}`;
      const project = { id: id ?? numberFor(own), slug: own, name: name ?? own, platform: platform ?? null };
      projects.push(project);
      return project;
    },
  };
}

/** Ids are numbers in text; one that stays the same for a slug. */
function numberFor(slug: string): string {
  return String(4_500_000_000 + (createHash("sha256").update(slug).digest().readUInt32BE(0) % 1_000_000_000));
}

/** What a row's `project` says: an object, a slug, or nothing. */
export function projectHint(project: unknown): Hint | undefined {
  if (typeof project === "string") return { slug: project };
  if (!isRow(project)) return undefined;
  const slug = textAt(project, "slug") ?? textAt(project, "name");
  const id = textAt(project, "id");
  if (slug === undefined && id === undefined) return undefined;
  return { id, slug, name: textAt(project, "name"), platform: textAt(project, "platform") };
}

/** What an event says: a slug in Discover's rows, only a numeric id in event JSON. */
export function eventHint(event: SeedRow): Hint | undefined {
  const hint = projectHint(event["project"]) ?? projectHint(event["project.name"]);
  return hint === undefined ? undefined : { ...hint, id: hint.id ?? textAt(event, "projectID") };
}
