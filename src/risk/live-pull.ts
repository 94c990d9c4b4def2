/** Reads pull requests at GitHub, with the connection that is configured for their repository. */
import { z } from "zod";

import { connectGithub } from "../../sources/github/client.ts";
import { readOnePull } from "../../sources/github/one-pull.ts";
import { githubPullRequestFiles } from "../../sources/github/pull_request_files.ts";
import { githubPullRequests } from "../../sources/github/pull_requests.ts";
import { UpstreamError } from "../contracts/upstream-error.ts";
import { SentinelError } from "../errors.ts";
import type { Sentinel } from "../main.ts";
import { portsFor } from "../sync/ports.ts";
import { PullRow, pullOf, type PullReader } from "./pull-request.ts";

const File = z.object({
  path: z.string(),
  previous_path: z.string().nullable(),
  status: z.string().nullable(),
});

/** The repository as the connections name it, whatever the case; undefined when none of them does. */
export function watchedRepo(sentinel: Sentinel, repo: string): string | undefined {
  return githubConnections(sentinel)
    .flatMap(({ config }) => reposOf(config))
    .find((one) => one.toLowerCase() === repo.toLowerCase());
}

/** Undefined when no GitHub connection is configured. Others' repositories are not read, though a token may see them. */
export function livePulls(sentinel: Sentinel): PullReader | undefined {
  const connections = githubConnections(sentinel);
  if (connections.length === 0) return undefined;
  return async (repo, number) => {
    const connection = connections.find(({ config }) => reposOf(config).includes(repo));
    if (connection === undefined) {
      throw new SentinelError("not_found", `${repo} is none of the repositories that are read`, {
        hint: "name it in GITHUB_REPOS",
      });
    }
    const ports = portsFor(connection, {
      limits: sentinel.settings.sync,
      now: sentinel.now,
      log: sentinel.log,
    });
    const client = connectGithub(connection.config, ports);
    try {
      const item = await readOnePull(client, repo, number, ports.signal);
      const [row] = z.array(PullRow).parse(githubPullRequests.map(item, { parent: repo }));
      const files = z.array(File).parse(githubPullRequestFiles.map(item, { parent: repo }));
      if (row === undefined) throw new SentinelError("upstream", `GitHub gave no pull request ${number}`);
      const changes = files.map(({ path, previous_path, status }) => ({
        path,
        previous_path: status === "renamed" ? previous_path : null,
      }));
      return pullOf(row, changes, { connection: null, read_from: "live" });
    } catch (error) {
      throw refusal(error, repo, number);
    }
  };
}

const githubConnections = (sentinel: Sentinel) =>
  sentinel.connections().ready.filter(({ source }) => source.name === "github");

const reposOf = (config: Record<string, string>): string[] =>
  (config["repos"] ?? "").split(",").map((one) => one.trim());

/** GitHub hides what a token may not see behind the same 404 as what is not there. */
function refusal(error: unknown, repo: string, number: number): unknown {
  if (!(error instanceof UpstreamError)) return error;
  if (error.status === 404 || error.status === 410) {
    return new SentinelError("not_found", `GitHub shows no pull request ${number} of ${repo}`, {
      cause: error,
      hint: "it is gone, or GITHUB_TOKEN may not see the repository",
    });
  }
  if (error.kind !== "denied") return error;
  return new SentinelError("unauthorized", error.message, { cause: error, hint: error.hint ?? "" });
}
