/** Lists of GitHub, page by page, along the `Link` headers as GitHub wrote them. */
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import type { GithubClient } from "./client.ts";

export type GithubPage = {
  items: unknown[];
  /** The answer that held the items, for what stands beside them (`total_count`, the rest of a commit). */
  body: unknown;
  next: string | undefined;
};

/**
 * Yields each page of a list. `inside` names the list where the answer is an object (`workflow_runs`, `files`).
 * Throws `unexpected` for an answer without the list, a page that repeats and a link to another host.
 */
export async function* listPages(
  client: GithubClient,
  path: string,
  options: { params?: Record<string, string | number>; inside?: string; signal: AbortSignal },
): AsyncGenerator<GithubPage> {
  const seen = new Set<string>();
  let url: string | undefined = path;
  let params = options.params ?? {};
  while (url !== undefined) {
    const { body, headers } = await client.get(url, params, options.signal);
    const items = listIn(body, options.inside);
    if (items === undefined)
      throw new UpstreamError("unexpected", `GitHub ${path} answered something else than a list`);
    const next = nextLink(headers["link"]);
    yield { items, body, next };
    if (next === undefined) return;
    if (seen.has(next))
      throw new UpstreamError("unexpected", `GitHub ${path} gives the same next page again and again`);
    seen.add(next);
    checkHost(client, next);
    url = next;
    // The link carries all parameters already.
    params = {};
  }
}

function listIn(body: unknown, inside: string | undefined): unknown[] | undefined {
  if (inside === undefined) return Array.isArray(body) ? body : undefined;
  const list = typeof body === "object" && body !== null ? Reflect.get(body, inside) : undefined;
  return Array.isArray(list) ? list : undefined;
}

/** RFC 8288: `<url>; rel="next", <url>; rel="last"`. */
function nextLink(link: string | number | undefined): string | undefined {
  return /<([^<>]+)>\s*;[^<]*\brel="?next"?/.exec(String(link ?? ""))?.[1];
}

/** The token goes with every request: an answer must not be able to send it elsewhere. */
function checkHost(client: GithubClient, link: string): void {
  if (URL.canParse(link) && new URL(link).origin === new URL(client.base_url).origin) return;
  throw new UpstreamError("unexpected", `GitHub's next page lies outside ${client.base_url}: ${link}`, {
    hint: "GITHUB_API_URL must be the address that GitHub itself uses in its links",
  });
}
