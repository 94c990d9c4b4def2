/** What `doctor` asks of GitHub: who the token is, and one cheap request per permission and repository. */
import type { CheckResult } from "../../src/contracts/source.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { messageOf } from "../../src/errors.ts";
import type { GithubClient } from "./client.ts";
import { z } from "zod";

/** Each list a table reads, with the permission of a fine-grained token that opens it. */
const READS = [
  { path: "commits", permission: "Contents: read", table: "github_commits" },
  { path: "pulls", permission: "Pull requests: read", table: "github_pull_requests" },
  { path: "deployments", permission: "Deployments: read", table: "github_deployments" },
  { path: "actions/runs", permission: "Actions: read", table: "github_workflow_runs" },
  { path: "issues", permission: "Issues: read", table: "github_issues" },
];

/** Never throws for a refusal. A repository out of sight is one problem, not one per table. */
export async function check(client: GithubClient): Promise<CheckResult> {
  const who = await whoAmI(client);
  if (who.problem !== undefined)
    return { ok: false, identity: "", problems: [who.problem], vendor_time: who.at };
  const problems = (await Promise.all(client.repos.map((repo) => checkRepo(client, repo)))).flat();
  return { ok: problems.length === 0, identity: who.login, problems, vendor_time: who.at };
}

type Problem = CheckResult["problems"][number];

/** Installation tokens of a GitHub App are nobody: `/user` refuses them with 403, which is no problem. */
async function whoAmI(
  client: GithubClient,
): Promise<{ login: string; at: Date | undefined; problem?: Problem }> {
  try {
    const { body, headers } = await client.get("/user", {});
    const { data } = z.object({ login: z.string() }).safeParse(body);
    const at = new Date(String(headers["date"]));
    return { login: data?.login ?? "", at: Number.isNaN(at.getTime()) ? undefined : at };
  } catch (error) {
    if (error instanceof UpstreamError && error.kind === "denied" && error.status !== 401)
      return { login: "", at: undefined };
    const variable =
      error instanceof UpstreamError && error.status === 401 ? "GITHUB_TOKEN" : "GITHUB_API_URL";
    return { login: "", at: undefined, problem: problemOf(error, variable) };
  }
}

async function checkRepo(client: GithubClient, repo: string): Promise<Problem[]> {
  try {
    await client.get(`/repos/${repo}`, {});
  } catch (error) {
    return [problemOf(error, "GITHUB_REPOS")];
  }
  const tried = await Promise.all(READS.map((read) => tryRead(client, repo, read)));
  return tried.filter((problem) => problem !== undefined);
}

async function tryRead(
  client: GithubClient,
  repo: string,
  read: (typeof READS)[number],
): Promise<Problem | undefined> {
  try {
    await client.get(`/repos/${repo}/${read.path}`, { per_page: 1 });
    return undefined;
  } catch (error) {
    // Empty, switched off or gone: there is nothing to read, and nothing to permit.
    if (error instanceof UpstreamError && [404, 409, 410].includes(error.status ?? 0)) return undefined;
    return {
      ...problemOf(error, "GITHUB_TOKEN"),
      hint: `${read.table} needs the permission "${read.permission}" on ${repo}`,
    };
  }
}

function problemOf(error: unknown, variable: string): Problem {
  const hint = error instanceof UpstreamError ? error.hint : undefined;
  return { variable, message: messageOf(error), hint: hint ?? `check ${variable}` };
}
