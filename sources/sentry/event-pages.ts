import { z } from "zod";

import * as lenient from "../../src/contracts/lenient.ts";
import type { Page, PullContext, Window } from "../../src/contracts/table.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { MissingResource, type SentryClient } from "./client.ts";
import { wholeSeconds } from "./time-range.ts";

const UpstreamProject = z.object({ slug: lenient.anId, hasAccess: lenient.maybeFlag });
const UpstreamIssue = z.object({
  id: lenient.anId,
  project: lenient.maybeObject({ slug: lenient.maybeName }),
});
const UpstreamTime = z.object({ dateCreated: lenient.aTime });

/** A list of events and the project they are in. */
type EventList = { path: string; project: string | undefined; scope: string };

/**
 * Events of a window, project by project: a project is one list, while issues are as many lists as there are kinds
 * of error. The API of the whole organisation is not used: it gives at most 20 named fields, not all tags, and is
 * meant for tables and not for export.
 */
export async function* eventPages(
  client: SentryClient,
  window: Window,
  context: PullContext,
): AsyncGenerator<Page> {
  try {
    // Sentry answers 429 to a second request for a project's events while one is under way.
    yield* pagesOf(projectLists(client, context), "v0/project-events", client.alone, client, window, context);
  } catch (error) {
    const lacks_scope = error instanceof UpstreamError && error.status === 403;
    if (!lacks_scope && !(error instanceof MissingResource)) throw error;
    context.warn(
      "the token may not read projects (scopes org:read, project:read): events are read issue by issue",
    );
    yield* pagesOf(
      issueLists(client, window, context),
      "v0/issue-events",
      (task) => task(),
      client,
      window,
      context,
    );
  }
}

async function* projectLists(client: SentryClient, { signal }: PullContext): AsyncGenerator<EventList> {
  const pages = client.pages(`organizations/${client.org}/projects/`, { per_page: 100 }, "org:read", signal);
  for await (const { items } of pages) {
    for (const { slug, hasAccess } of items.map((item) => read(UpstreamProject, item, "project"))) {
      const path = `projects/${client.org}/${encodeURIComponent(slug)}/events/`;
      if (hasAccess !== false) yield { path, project: slug, scope: "project:read" };
    }
  }
}

/** The issues that have events in the window. */
async function* issueLists(
  client: SentryClient,
  window: Window,
  { signal }: PullContext,
): AsyncGenerator<EventList> {
  const query = { query: "", project: "-1", sort: "date", limit: 100, ...wholeSeconds(window) };
  const path = `organizations/${client.org}/issues/`;
  for await (const { items } of client.pages(path, query, "event:read", signal)) {
    for (const { id, project } of items.map((item) => read(UpstreamIssue, item, "issue"))) {
      yield { path: `${path}${id}/events/`, project: project?.slug ?? undefined, scope: "event:read" };
    }
  }
}

async function* pagesOf(
  lists: AsyncGenerator<EventList>,
  api: string,
  inTurn: SentryClient["alone"],
  client: SentryClient,
  window: Window,
  context: PullContext,
): AsyncGenerator<Page> {
  let empty = true;
  for await (const { path, project, scope } of lists) {
    const pages = client.pages(path, { full: true, ...wholeSeconds(window) }, scope, context.signal);
    try {
      for (let page = await inTurn(() => pages.next()), first = true; page.done !== true; first = false) {
        const { items, cursor } = page.value;
        // Servers that do not know `start` give all events, newest first: what follows is older still.
        const last =
          cursor === undefined || (items.length > 0 && items.every((item) => isBefore(item, window.from)));
        if (items.length > 0 || !last || !first) {
          empty = false;
          yield {
            items,
            cursor: last ? undefined : cursor,
            api,
            ...(project === undefined ? {} : { parent: project }),
          };
        }
        if (last) break;
        page = await inTurn(() => pages.next());
      }
    } catch (error) {
      if (!(error instanceof MissingResource)) throw error;
      context.warn(`${path} went away while it was read`);
    }
  }
  if (empty) yield { items: [], api };
}

function isBefore(item: unknown, moment: Date): boolean {
  const event = UpstreamTime.safeParse(item);
  return event.success && Date.parse(event.data.dateCreated) < moment.getTime() - 1000;
}

/** A list whose items cannot be read hides events: that is a failure of the window, not of one row. */
function read<Shape>(shape: z.ZodType<Shape>, item: unknown, what: string): Shape {
  const answer = shape.safeParse(item);
  if (answer.success) return answer.data;
  throw new UpstreamError(
    "unexpected",
    `Sentry listed a ${what} that cannot be read: ${z.prettifyError(answer.error)}`,
  );
}
