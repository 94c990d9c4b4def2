import type { Page } from "../contracts/table.ts";
import { UpstreamError } from "../contracts/upstream-error.ts";
import { oneLine } from "./one-line.ts";

const EMPTY_PAGES = 50;

/**
 * Watches the pages of one slice for a vendor that would be read for ever: throws UpstreamError `unexpected` on a
 * cursor seen before in the same list, or on too many empty pages in a row.
 */
export function pageGuard(): (page: Page) => void {
  const seen = new Set<string>();
  let empty = 0;
  return (page) => {
    // Without a cursor the list ends. A source may go on with another list, whose cursors count from the start again.
    if (page.cursor === undefined) return seen.clear();
    empty = page.items.length === 0 ? empty + 1 : 0;
    if (empty > EMPTY_PAGES) {
      throw new UpstreamError("unexpected", `${empty} empty pages in a row, each with a further cursor`);
    }
    const place = JSON.stringify([page.api, page.parent, page.cursor]);
    if (seen.has(place)) {
      throw new UpstreamError(
        "unexpected",
        `the vendor gave the cursor ${oneLine(page.cursor)} twice, so its pages never end`,
      );
    }
    seen.add(place);
  };
}
