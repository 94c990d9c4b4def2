/**
 * The connection to GitHub's REST API: octokit with its retry and throttling plugins, an API version that is
 * pinned, limits obeyed for all requests of the connection, every failure an UpstreamError.
 */
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import { AsyncResource } from "node:async_hooks";

import type { SourcePorts } from "../../src/contracts/source.ts";
import { SentinelError } from "../../src/errors.ts";
import { attempts, fetchWithin, type AttemptRules } from "./attempts.ts";
import { failureOf } from "./failure.ts";
import { recentlyUsed } from "./recently-used.ts";

/** The version after this one drops `merge_commit_sha` from pull requests. */
export const API_VERSION = "2022-11-28";
const LIMITS = { attempt_ms: 30_000, longest_wait_ms: 120_000, retries: 3, retry_base_ms: 300 };

export type GithubAnswer = { body: unknown; headers: Record<string, string | number | undefined> };

export type GithubClient = {
  base_url: string;
  /** `owner/name`, as configured. */
  repos: string[];
  /** GET of a path (`/repos/acme/shop`) or of a URL from a `Link` header. Throws UpstreamError. */
  get: (url: string, params: Record<string, string | number>, signal?: AbortSignal) => Promise<GithubAnswer>;
  /** Details of commits already read, by repository and SHA: a commit never changes. */
  details: ReturnType<typeof recentlyUsed<unknown>>;
};

/** Config: `api_url`, `token`, `repos` (comma list). Throws `invalid` for a repository that is not `owner/name`. */
export function connectGithub(config: Record<string, string>, ports: SourcePorts): GithubClient {
  const limits = { ...LIMITS, ...ports.limits };
  const rules: AttemptRules = { ...limits, signal: ports.signal };
  const base_url = (config["api_url"] ?? "https://api.github.com").replace(/\/+$/, "");
  const again = (wait_s: number, _options: unknown, _octokit: unknown, tried: number) =>
    tried < limits.retries && (tried + 1) * wait_s * 1000 <= limits.longest_wait_ms;
  const octokit = new (Octokit.plugin(attempts(rules), retry, throttling))({
    auth: config["token"],
    baseUrl: base_url,
    userAgent: "sentinel",
    request: { fetch: fetchWithin(rules) },
    // 409 is an empty repository; 429 is the throttling plugin's.
    retry: {
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
      retries: limits.retries,
      retryAfterBaseValue: limits.retry_base_ms,
    },
    throttle: {
      id: crypto.randomUUID(),
      onRateLimit: again,
      onSecondaryRateLimit: again,
      // The plugin decides, the attempt waits: its pause holds for all requests and ends with an abort.
      retryAfterBaseValue: 0,
    },
    log: logTo(ports.log),
  });
  const headers = { "x-github-api-version": API_VERSION };

  return {
    base_url,
    repos: reposOf(config["repos"] ?? ""),
    details: recentlyUsed(2000),
    async get(url, params, signal = ports.signal) {
      const request = { signal, admit: AsyncResource.bind(ports.admit) };
      try {
        const answer = await unlessAborted(
          octokit.request({ method: "GET", url, headers, ...params, request }),
          signal,
        );
        return { body: answer.data, headers: answer.headers };
      } catch (error) {
        throw failureOf(error, { url, followed: URL.canParse(url), now: ports.now() });
      }
    },
  };
}

function reposOf(list: string): string[] {
  const repos = [
    ...new Set(
      list
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== ""),
    ),
  ];
  const wrong = repos.find((name) => !/^[\w.-]+\/[\w.-]+$/.test(name));
  if (wrong !== undefined || repos.length === 0) {
    throw new SentinelError("invalid", `GITHUB_REPOS names ${wrong ?? "no repository"}`, {
      hint: "write owner/name, several separated by commas",
    });
  }
  return repos;
}

/** The plugins' waits hear no signal: the caller is let go at once, and the attempt behind it ends at its next step. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // A signal per request: a hundred listeners on one look like a leak to Node.
  const own = AbortSignal.any([signal]);
  return new Promise((resolve, reject) => {
    const stop = () => reject(own.reason);
    if (own.aborted) stop();
    own.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => own.removeEventListener("abort", stop));
  });
}

function logTo(log: SourcePorts["log"]) {
  const debug = (message: string) => log("debug", message);
  // Octokit calls each failed attempt an error and each deprecation a warning; the caller judges them.
  return { debug, info: debug, warn: debug, error: debug };
}
