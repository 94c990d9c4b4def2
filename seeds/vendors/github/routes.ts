/** GitHub's REST endpoints, of which a sync reads lists and single things of a repository. */
import { createHash } from "node:crypto";

import { type Context, Hono } from "hono";

import type { SeedRow } from "../../row.ts";
import { answerRefusals, type Env, Refusal } from "../vendor.ts";
import type { GithubAccount, GithubRepo } from "./account.ts";
import { getCommit, listCommits } from "./commits.ts";
import { getDeployment, listDeployments, listStatuses } from "./deployments.ts";
import { listIssues } from "./issues.ts";
import type { Paged } from "./paging.ts";
import { getPull, listPullFiles, listPulls } from "./pulls.ts";
import { listRuns } from "./runs.ts";
import { withPulls } from "./write-pulls.ts";
import { addWriteRoutes } from "./write-routes.ts";
import { withWritten, writtenStore } from "./written.ts";

type Ctx = Context<Env<GithubAccount>>;
export const DOCS = "https://docs.github.com/rest";
const API_VERSIONS = ["2022-11-28", "2026-03-10"];
const notFound = () => new Refusal(404, { message: "Not Found", documentation_url: DOCS, status: "404" });

export function githubRoutes(now: () => Date): Hono<Env<GithubAccount>> {
  const store = writtenStore();
  const writtenFor = (c: Ctx) => store.of(c.var.data.seed, `${c.req.param("owner")}/${c.req.param("repo")}`);
  const repoFor = (c: Ctx) => withPulls(withWritten(seedRepo(c), writtenFor(c)), writtenFor(c));
  const routes = new Hono<Env<GithubAccount>>();
  answerRefusals(routes);
  routes.notFound(() => {
    throw notFound();
  });
  routes.use("*", async (c, next) => {
    const { data, call } = c.env;
    if (data === undefined) {
      const message = call.headers.has("authorization") ? "Bad credentials" : "Requires authentication";
      return c.json({ message, documentation_url: DOCS, status: "401" }, 401);
    }
    const version = call.headers.get("x-github-api-version");
    if (version !== null && !API_VERSIONS.includes(version)) {
      return c.json(
        { message: `${version} is not a valid API version`, documentation_url: DOCS, status: "400" },
        400,
      );
    }
    c.set("data", data);
    c.header("x-oauth-scopes", "repo, workflow");
    return next();
  });
  routes.get("/user", (c) => c.json(userFor(c)));
  routes.get("/rate_limit", (c) => {
    const core = { limit: 5000, remaining: 4999, used: 1, reset: Math.ceil(Date.now() / 1000) + 3600 };
    return c.json({ resources: { core }, rate: core });
  });

  const repo = "/repos/:owner/:repo";
  routes.get(repo, (c) => c.json(repoJson(repoFor(c))));
  routes.get(`${repo}/commits`, (c) => send(c, listCommits(repoFor(c), c.env.call)));
  routes.get(`${repo}/commits/:sha`, (c) => {
    const { commit, headers } = getCommit(repoFor(c), c.req.param("sha") ?? "", c.env.call);
    return c.json(commit, 200, headers);
  });
  routes.get(`${repo}/pulls`, (c) => send(c, listPulls(repoFor(c), c.env.call)));
  routes.get(`${repo}/pulls/:number`, (c) =>
    c.json(getPull(repoFor(c), c.req.param("number") ?? "", c.env.call)),
  );
  routes.get(`${repo}/pulls/:number/files`, (c) =>
    send(c, listPullFiles(repoFor(c), c.req.param("number") ?? "", c.env.call)),
  );
  routes.get(`${repo}/deployments`, (c) => send(c, listDeployments(repoFor(c), c.env.call)));
  routes.get(`${repo}/deployments/:id`, (c) => c.json(getDeployment(repoFor(c), c.req.param("id") ?? "")));
  routes.get(`${repo}/deployments/:id/statuses`, (c) =>
    send(c, listStatuses(repoFor(c), c.req.param("id") ?? "", c.env.call)),
  );
  routes.get(`${repo}/actions/runs`, (c) => {
    const { body, headers } = listRuns(repoFor(c), c.env.call);
    return c.json(body, 200, headers);
  });
  routes.get(`${repo}/issues`, (c) => send(c, listIssues(repoFor(c), c.env.call)));
  addWriteRoutes(routes, { repoFor, writtenFor, userFor, now });
  return routes;
}

/** The token `ghp_seed:dev-b` is dev-b's; without a name it is the account's own. */
function userFor(c: Ctx): SeedRow {
  const login = /:([\w-]+)$/.exec(c.env.call.headers.get("authorization") ?? "")?.[1];
  if (login === undefined) return { login: c.var.data.seed, id: 1, type: "User" };
  return { login, id: createHash("sha256").update(login).digest().readUInt32BE(0) + 2, type: "User" };
}

function seedRepo(c: Ctx): GithubRepo {
  const repo = c.var.data.repos.get(`${c.req.param("owner")}/${c.req.param("repo")}`.toLowerCase());
  if (repo === undefined) throw notFound();
  return repo;
}

function send(c: Ctx, { items, headers }: Paged<SeedRow>): Response {
  return c.json(items, 200, headers);
}

function repoJson({ id, full_name }: GithubRepo): SeedRow {
  const [login, name] = full_name.split("/");
  return {
    id,
    name,
    full_name,
    owner: { login },
    private: true,
    default_branch: "main",
    archived: false,
    has_issues: true,
    permissions: { pull: true, push: true },
  };
}
