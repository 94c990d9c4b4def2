import { existsSync, readdirSync, readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { generatedPages } from "../scripts/docs/pages.ts";

it("docs/sources, queries and detectors are what the code says (npm run docs)", () => {
  const pages = generatedPages();
  for (const [path, text] of pages)
    expect([path, existsSync(path) && readFileSync(path, "utf8")]).toEqual([path, text]);
  for (const folder of ["sources", "queries", "detectors"]) {
    for (const file of readdirSync(`docs/${folder}`))
      expect(pages.has(`docs/${folder}/${file}`), file).toBe(true);
  }
});

it("docs/dependencies.md gives a reason for each dependency", () => {
  const reasons = readFileSync("docs/dependencies.md", "utf8");
  const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as Record<
    string,
    Record<string, string>
  >;
  const names = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !name.startsWith("@types/"),
  );
  expect(names.filter((name) => !reasons.includes(`| \`${name}\` `))).toEqual([]);
});
