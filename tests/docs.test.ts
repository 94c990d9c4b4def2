import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

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

it("docs/architecture.md names every folder of src", () => {
  const text = readFileSync("docs/architecture.md", "utf8");
  const folders = readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => !text.includes(`\`src/${name}/`))).toEqual([]);
});

it("links between pages lead to files that are there", () => {
  const pages = readdirSync("docs", { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".md"),
  );
  const links = [...pages.map((page) => join("docs", page)), "README.md", "CONTRIBUTING.md"].flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(
      ([, link = ""]) => `${page}: ${join(dirname(page), link)}`,
    ),
  );
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter((link) => !existsSync(link.split(": ")[1] ?? ""))).toEqual([]);
});

it("commands that pages say show a claim name test files that are there", () => {
  const pages = readdirSync("docs").filter((path) => path.endsWith(".md"));
  const paths = pages.flatMap((page) =>
    [...readFileSync(join("docs", page), "utf8").matchAll(/npx vitest run ([\w./ -]+)/g)].flatMap(
      ([, list = ""]) => list.trim().split(" "),
    ),
  );
  expect(paths.length).toBeGreaterThan(15);
  expect([...new Set(paths)].filter((path) => !existsSync(path))).toEqual([]);
});
