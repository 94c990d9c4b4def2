/** The archive as RSS 2.0. */
import { Feed } from "feed";

import type { Digest } from "./digest.ts";
import { digestHtml } from "./render-html.ts";
import { headingOf } from "./render-text.ts";

/** `digests`: the newest first. */
export function digestFeed(digests: Digest[], base_url: string): string {
  const feed = new Feed({
    id: `${base_url}/digest`,
    link: `${base_url}/digest`,
    title: "Sentinel: weekly digest",
    description: "What shipped, what broke, what to watch",
    copyright: "",
    generator: "Sentinel",
    ...(digests[0] !== undefined && { updated: new Date(digests[0].made_at) }),
  });
  for (const digest of digests) {
    feed.addItem({
      id: digest.url,
      link: digest.url,
      title: headingOf(digest),
      date: new Date(digest.made_at),
      content: digestHtml(digest, []),
    });
  }
  return feed.rss2();
}
