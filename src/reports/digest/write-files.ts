import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { CHART_NAMES, describeChart } from "./chart.ts";
import type { Digest } from "./digest.ts";
import { drawPng, drawSvg } from "./draw.ts";
import { digestHtml } from "./render-html.ts";
import { digestText } from "./render-text.ts";

/** Writes a digest as files that a browser opens; answers with their paths. */
export function writeDigest(digest: Digest, folder: string): string[] {
  const images = CHART_NAMES.map((name) => ({
    source: `${name}.png`,
    description: describeChart(digest, name),
  }));
  const files: [string, string | Buffer][] = [
    ["digest.txt", digestText(digest)],
    ["digest.html", digestHtml(digest, images)],
    ...CHART_NAMES.flatMap((name): [string, string | Buffer][] => [
      [`${name}.svg`, drawSvg(digest, name)],
      [`${name}.png`, drawPng(digest, name)],
    ]),
  ];
  mkdirSync(folder, { recursive: true });
  return files.map(([name, content]) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  });
}
