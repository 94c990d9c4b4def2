const PART = /<[^>]*>((?:\s*;\s*\w+="[^"]*")*)/g;

/**
 * The cursor of the next page in a Sentry `Link` header; undefined on the last page. Sentry always sends a next
 * link: `results="false"` is what ends the list.
 */
export function nextCursor(link: string | null): string | undefined {
  for (const [, attributes = ""] of (link ?? "").matchAll(PART)) {
    const value = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1];
    if (value("rel") === "next") return value("results") === "false" ? undefined : value("cursor");
  }
  return undefined;
}
