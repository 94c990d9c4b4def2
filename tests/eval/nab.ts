// npm run eval -- DIR: how well `sentinel score` does on the labelled series of a Numenta Anomaly Benchmark folder
// (`windows.json` and `<category>/<series>.csv`). The data is not part of this project.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "csv-parse/sync";

import { scoreSeries } from "../../src/anomaly/score-series.ts";
import { nabScore, type Labelled } from "./nab-score.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("npm run eval -- DIR, a folder with windows.json and the series\n");
  process.exit(2);
}

type Sample = { timestamp: string; value: string };

const windows = JSON.parse(readFileSync(join(folder, "windows.json"), "utf8")) as Record<
  string,
  [string, string][]
>;
const timeOf = (text: string) => Date.parse(`${text.slice(0, 19).replace(" ", "T")}Z`);

const series = Object.entries(windows).map(([name, spans]): Labelled => {
  const rows = parse<Sample>(readFileSync(join(folder, name), "utf8"), { columns: true });
  const times = rows.map(({ timestamp }) => timeOf(timestamp));
  const scores = scoreSeries(rows.map(({ timestamp, value }) => ({ timestamp, value: Number(value) })));
  return {
    name,
    scores,
    windows: spans.map(([from, to]) => [
      times.findIndex((time) => time >= timeOf(from)),
      times.findLastIndex((time) => time <= timeOf(to)),
    ]),
  };
});

const { score, threshold } = nabScore(series);
process.stdout.write(
  `${series.length} series, ${series.reduce((count, one) => count + one.windows.length, 0)} windows\n`,
);
process.stdout.write(`NAB standard score ${score.toFixed(1)} at threshold ${threshold}\n`);
