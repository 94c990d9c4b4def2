import { z } from "zod";

import type { MapContext } from "../../src/contracts/table.ts";
import { SentinelError } from "../../src/errors.ts";

const Located = z.object({
  repository: z.object({ full_name: z.string() }).optional().catch(undefined),
  repository_url: z.string().optional().catch(undefined),
  url: z.string().optional().catch(undefined),
  html_url: z.string().optional().catch(undefined),
});

/**
 * The repository of an item, `owner/name`: the one it was read from, so that a repository that moved keeps the
 * name it is configured under; else what the item's own JSON says. Throws when neither says it.
 */
export function repoOf(item: unknown, context: MapContext): string {
  if (context.parent !== undefined) return context.parent;
  const { data } = Located.safeParse(item);
  if (data?.repository !== undefined) return data.repository.full_name;
  for (const url of [data?.repository_url, data?.url, data?.html_url]) {
    const path = url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
    const found = path && (/\/repos\/([^/]+\/[^/]+)/.exec(path.pathname) ?? inPage(path));
    if (found?.[1] !== undefined) return found[1];
  }
  throw new SentinelError("invalid", "the item does not say which repository it is in", {
    hint: 'give it `_in: "owner/name"`',
  });
}

/** `https://github.com/acme/shop/commit/…`; on an API host the first two parts are no repository. */
function inPage(url: URL): RegExpExecArray | null {
  return url.hostname.startsWith("api.") || url.pathname.startsWith("/api/")
    ? null
    : /^\/([^/]+\/[^/]+)\//.exec(url.pathname);
}
