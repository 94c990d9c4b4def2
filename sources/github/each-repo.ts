/** Reads one repository after the other: what one of them refuses does not hide the rest. */
import type { Page, PullContext } from "../../src/contracts/table.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { messageOf } from "../../src/errors.ts";
import { API_VERSION, type GithubClient } from "./client.ts";
import type { GithubPage } from "./pages.ts";
import { RefusedRepo } from "./read-item.ts";

export type RepoList = {
  /** Path below the repository, as the coverage ledger names the API. */
  endpoint: string;
  read: (repo: string) => AsyncIterable<GithubPage>;
  /** Refusals that mean that there is nothing to read: an empty repository, a feature that is switched off. */
  empty?: (refusal: UpstreamError, repo: string) => boolean | Promise<boolean>;
};

/**
 * Yields the pages of every repository. An empty one is a warning; one that cannot be read is a RefusedRepo among
 * the items. Throws when no repository can be read, and at once when what failed concerns them all.
 */
export async function* eachRepo(
  client: GithubClient,
  context: PullContext,
  list: RepoList,
): AsyncGenerator<Page> {
  const api = `${API_VERSION}/${list.endpoint}`;
  let refused = 0;
  for (const repo of client.repos) {
    try {
      for await (const { items, next } of list.read(repo)) yield { items, parent: repo, api, cursor: next };
    } catch (error) {
      if (!(error instanceof UpstreamError) || concernsAll(error)) throw error;
      if (await list.empty?.(error, repo)) {
        context.warn(`${repo}: nothing to read: ${messageOf(error)}`);
        yield { items: [], parent: repo, api };
        continue;
      }
      refused += 1;
      if (refused === client.repos.length) throw error;
      yield { items: [new RefusedRepo(error)], parent: repo, api };
    }
  }
}

/** Limits, a wrong token, a dead network and a window to be halved are the same for every repository. */
function concernsAll({ kind, status }: UpstreamError): boolean {
  if (kind === "limited" || kind === "budget" || kind === "too_large" || kind === "cursor_expired")
    return true;
  return status === 401 || (kind === "unavailable" && status === undefined);
}
