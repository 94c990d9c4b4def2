import { expect, it } from "vitest";

import { partsOf } from "../../web/ui/comment-parts.ts";

it("shows a comment as GitHub does: prose, what is folded away, and the table in it", () => {
  const text = [
    "**Low risk**",
    "",
    "<details><summary>How this was computed</summary>",
    "",
    "Score 1.0",
    "",
    "| file | points |",
    "| --- | ---: |",
    "| `a\\|b.ts` | 1.0 |",
    "",
    "Covered: 1 of 1 files.",
    "",
    "</details>",
    "after",
  ].join("\n");
  const table = {
    kind: "table",
    head: ["file", "points"],
    numeric: [false, true],
    rows: [["`a|b.ts`", "1.0"]],
  };
  expect(partsOf(text)).toMatchObject([
    { kind: "markdown", text: expect.stringContaining("**Low risk**") },
    {
      kind: "details",
      summary: "How this was computed",
      parts: [{ kind: "markdown" }, table, { kind: "markdown", text: expect.stringContaining("Covered") }],
    },
    { kind: "markdown", text: "after" },
  ]);
});

it.each([
  "- `<details><summary>x</summary>`",
  "<details open ontoggle=alert(1)><summary>x</summary>",
  "<details><summary><img src=x></summary>",
  "| no rule follows |",
])("takes %s for text", (text) => {
  expect(partsOf(text)).toEqual([{ kind: "markdown", text }]);
});
