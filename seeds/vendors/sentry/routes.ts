/** Sentry's endpoints: lists page by `Link`, trailing slashes matter. */
import { type Context, Hono } from "hono";

import type { SeedRow } from "../../row.ts";
import { answerRefusals, type Env, Refusal } from "../vendor.ts";
import type { SentryOrg } from "./account.ts";
import { linkHeader, offsetOf } from "./cursors.ts";
import { discoverEvents } from "./discover.ts";
import { findIssueEvents, findProjectEvents } from "./events.ts";
import { findIssues } from "./issues.ts";
import { organizationJson, projectJson, SCOPES } from "./organization.ts";
import { allowOnly } from "./parameters.ts";
import { commitsOf, deploysOf, findReleases, releaseOf } from "./releases.ts";
import { remember } from "./remember.ts";

type Ctx = Context<Env<SentryOrg>>;
const missing = () => new Refusal(404, { detail: "The requested resource does not exist" });

export function sentryRoutes(now: () => Date): Hono<Env<SentryOrg>> {
  const routes = new Hono<Env<SentryOrg>>();
  answerRefusals(routes);
  routes.notFound((c) => c.json({ detail: "Route not found, did you forget a trailing slash?" }, 404));
  routes.use("*", async (c, next) => {
    const { data, call } = c.env;
    if (data !== undefined) {
      c.set("data", data);
      return next();
    }
    const said = call.headers.has("authorization")
      ? "Invalid token"
      : "Authentication credentials were not provided.";
    return c.json({ detail: said }, 401);
  });
  routes.use("/api/0/:kind{organizations|projects}/:org/*", async (c, next) => {
    if (c.req.param("org") !== c.var.data.slug) throw missing();
    return next();
  });

  routes.get("/api/0/", (c) => c.json({ version: "0", auth: { scopes: SCOPES }, user: null }));
  routes.get("/api/0/organizations/", (c) => page(c, [organizationJson(c.var.data)], 100));
  routes.get("/api/0/organizations/:org/", (c) => {
    allowOnly(c.env.call.params, "detailed");
    return c.json(organizationJson(c.var.data));
  });
  routes.get("/api/0/organizations/:org/projects/", (c) =>
    page(c, c.var.data.projects.map(projectJson), 100),
  );

  const base = "/api/0/organizations/:org";
  routes.get(`${base}/issues/`, (c) => {
    const { rows, size } = found(c, (org, params) => findIssues(org, params, now()));
    return page(c, rows, size);
  });
  for (const path of [`${base}/issues/:issue`, "/api/0/issues/:issue"] as const) {
    routes.get(`${path}/`, (c) => c.json(known(c.var.data.issueById.get(c.req.param("issue") ?? ""))));
    routes.get(`${path}/events/`, (c) => {
      const issue = c.req.param("issue") ?? "";
      known(c.var.data.issueById.get(issue) ?? c.var.data.eventsOfIssue.get(issue));
      const { entries, size, shape } = found(c, (org, params) => findIssueEvents(org, issue, params, now()));
      return page(c, entries, size, ({ row }) => shape(row));
    });
  }
  routes.get(`${base}/events/`, (c) => {
    const { entries, size, shape, meta } = found(c, (org, params) => discoverEvents(org, params, now()));
    return page(
      c,
      entries,
      size,
      ({ row }) => shape(row),
      (data) => ({ data, meta }),
    );
  });
  routes.get("/api/0/projects/:org/:project/events/", (c) => {
    const project = knownProject(c);
    const { entries, size, shape } = found(c, (org, params) =>
      findProjectEvents(org, project, params, now()),
    );
    return page(c, entries, size, ({ row }) => shape(row));
  });

  routes.get(`${base}/releases/`, (c) => {
    const { rows, size } = findReleases(c.var.data, c.env.call.params);
    return page(c, rows, size);
  });
  routes.get("/api/0/projects/:org/:project/releases/", (c) => {
    const { rows, size } = findReleases(c.var.data, c.env.call.params, knownProject(c));
    return page(c, rows, size);
  });
  const release = `${base}/releases/:version`;
  routes.get(`${release}/`, (c) => c.json(releaseFor(c)));
  routes.get(`${release}/deploys/`, (c) => page(c, deploysOf(releaseFor(c)), 100));
  routes.get(`${release}/commits/`, (c) => page(c, commitsOf(releaseFor(c)), 100));
  return routes;
}

function found<Found>(c: Ctx, find: (org: SentryOrg, params: URLSearchParams) => Found): Found {
  return remember(c.var.data, c.env.call, () => find(c.var.data, c.env.call.params));
}

/** One page from the call's cursor on, with its `Link` header. */
function page<Item, Shape = Item>(
  c: Ctx,
  items: readonly Item[],
  size: number,
  shape: (item: Item) => Shape | Item = (item) => item,
  wrap: (rows: (Shape | Item)[]) => unknown = (rows) => rows,
): Response {
  const offset = offsetOf(c.env.call.params);
  const rows = items.slice(offset, offset + size).map(shape);
  const more = items.length > offset + size;
  return c.json(wrap(rows), 200, { link: linkHeader(c.env.call, { offset, size, more }) });
}

function known<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw missing();
  return thing;
}

function knownProject(c: Ctx): string {
  const name = c.req.param("project") ?? "";
  return known(c.var.data.projects.find(({ slug, id }) => slug === name || id === name)).slug;
}

function releaseFor(c: Ctx): SeedRow {
  return known(releaseOf(c.var.data, c.req.param("version") ?? ""));
}
