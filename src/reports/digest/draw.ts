/** Draws a digest's charts: SVG for the web, PNG for mail. The font comes with a package, so no system font is needed. */
import { createRequire } from "node:module";

import { createCanvas, GlobalFonts } from "@napi-rs/canvas";
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, setPlatformAPI, use } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

import { chartOption, FONT, type ChartName } from "./chart.ts";
import type { Digest } from "./digest.ts";

const SIZE = { width: 720, height: 320 };
/** Pixels per point: sharp on the screens that mail is read on. */
const DENSITY = 2;
const WEIGHTS = [400, 600];

use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, CanvasRenderer, SVGRenderer]);

/** A document whose texts are text: the reader's browser picks a sans-serif where it has not the font. */
export function drawSvg(digest: Digest, name: ChartName): string {
  prepare();
  const chart = init(null, null, { renderer: "svg", ssr: true, ...SIZE });
  chart.setOption(chartOption(digest, name));
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg.replaceAll(FONT, `${FONT}, Inter, Helvetica, Arial, sans-serif`);
}

export function drawPng(digest: Digest, name: ChartName): Buffer {
  prepare();
  const canvas = createCanvas(SIZE.width * DENSITY, SIZE.height * DENSITY);
  const chart = init(canvas as unknown as HTMLCanvasElement, null, { devicePixelRatio: DENSITY, ...SIZE });
  chart.setOption(chartOption(digest, name));
  const png = canvas.toBuffer("image/png");
  chart.dispose();
  return png;
}

let prepared = false;

function prepare(): void {
  if (prepared) return;
  const require = createRequire(import.meta.url);
  for (const weight of WEIGHTS)
    GlobalFonts.registerFromPath(
      require.resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`),
      FONT,
    );
  // What echarts measures texts with, which it would else ask a browser for.
  setPlatformAPI({ createCanvas: () => createCanvas(32, 32) as unknown as HTMLCanvasElement });
  prepared = true;
}
