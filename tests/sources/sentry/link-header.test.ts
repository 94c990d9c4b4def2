import { expect, it } from "vitest";

import { nextCursor } from "../../../sources/sentry/link-header.ts";
import { link } from "./link.ts";

it.each([
  [link("1700000000:100:0", true).link, "1700000000:100:0"],
  [link("1700000000:100:0", false).link, undefined],
  ['<https://sentry.io/?a=1>; cursor="0:5:0"; results="true"; rel="next"', "0:5:0"],
  ['<https://sentry.io/>; rel="previous"; results="true"; cursor="0:0:1"', undefined],
  ["nonsense", undefined],
  ["", undefined],
  [null, undefined],
])("%s leads to %s", (header, cursor) => {
  expect(nextCursor(header)).toBe(cursor);
});
