/** Where a GitHub row belongs: its repository, and for files and statuses the commit, pull request or deployment. */
import { type SeedRow, textAt } from "../../row.ts";

const REPO = /^[\w.-]+\/[\w.-]+/;
/** `https://api.github.com/repos/owner/name/…` or `https://github.com/owner/name/…`. */
const REPO_IN_URL = /(?:\/repos\/|\/\/(?:www\.)?github\.com\/)([\w.-]+\/[\w.-]+)/;
const URLS = ["repository_url", "url", "html_url", "deployment_url", "contents_url", "blob_url"];

/** `owner/name`: from the row's `_in`, else its own JSON; undefined when neither says. */
export function repoOf(row: SeedRow): string | undefined {
  const stated = REPO.exec(textAt(row, "_in") ?? "")?.[0];
  const own = textAt(row, "base", "repo", "full_name") ?? textAt(row, "repository", "full_name");
  const linked = URLS.map((field) => REPO_IN_URL.exec(textAt(row, field) ?? "")?.[1]).find(
    (name) => name !== undefined,
  );
  return stated ?? own ?? linked;
}

/** The commit of a file row: `_in` as `owner/name@sha` or `sha`, else the ref of its contents link. */
export function shaOf(file: SeedRow): string | undefined {
  const place = textAt(file, "_in") ?? "";
  return /(?:@|^)([0-9a-f]{7,64})$/.exec(place)?.[1] ?? refOf(file);
}

/** The pull request of a file row: `_in` as `owner/name#12` or `12`. Its contents link names the head commit. */
export function pullOf(file: SeedRow): { number?: number; head_sha?: string | undefined } {
  const number = /(?:#|^)(\d+)$/.exec(textAt(file, "_in") ?? "")?.[1];
  return number === undefined ? { head_sha: refOf(file) } : { number: Number(number) };
}

function refOf(file: SeedRow): string | undefined {
  return /[?&]ref=([0-9a-f]{7,64})/.exec(textAt(file, "contents_url") ?? "")?.[1];
}

/** The deployment of a status row: by its link, else `_in`. */
export function deploymentOf(status: SeedRow): string | undefined {
  return /\/deployments\/(\d+)/.exec(textAt(status, "deployment_url") ?? "")?.[1] ?? textAt(status, "_in");
}
