/** What a browser must fetch before the first page works. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { expect, it } from "vitest";

it("is under 350 kB, compressed; editor, charts and graphs are not among it", () => {
  const page = readFileSync("dist/web/index.html", "utf8");
  const files = [...page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path ?? "");
  const scripts = files.map((path) => readFileSync(`dist/web${path}`));
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(script).length, gzipSync(page).length);
  expect(files.length).toBeGreaterThanOrEqual(3);
  expect(bytes).toBeLessThan(350_000);
  expect(
    scripts.some(
      (script) =>
        script.includes("cm-content") || script.includes("zrender") || script.includes("react-flow__"),
    ),
  ).toBe(false);
});
