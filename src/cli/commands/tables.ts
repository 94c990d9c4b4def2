import { Command } from "commander";

import { SentinelError } from "../../errors.ts";
import type { Sentinel } from "../../main.ts";
import { didYouMean } from "../../nearest.ts";
import { print, printRows, type Format } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { withSentinel } from "../with-sentinel.ts";
import { formatOption } from "./sql.ts";

type Options = GlobalOptions & { format: Format };

export const tablesCommand = () =>
  new Command("tables")
    .description("the tables and views of the lake, with rows and freshness")
    .addOption(formatOption())
    .action(async (options: Options) => {
      await withSentinel(options, async (sentinel) => {
        const tables = await (await sentinel.lake()).tables();
        printRows(
          options.json ? "json" : options.format,
          ["name", "kind", "rows", "newest_at", "grain"],
          tables.map(({ columns: _columns, ...table }) => table),
        );
      });
    });

export const describeCommand = () =>
  new Command("describe")
    .description("what a table holds: every column with its type and meaning")
    .argument("<table>")
    .addOption(formatOption())
    .action(async (name: string, options: Options) => {
      await withSentinel(options, async (sentinel) => {
        const table = await known(sentinel, name);
        const format = options.json ? "json" : options.format;
        if (format === "table") print(`${table.name}: ${table.grain}\n`);
        printRows(format, ["name", "type", "description"], table.columns, table);
      });
    });

export const coverageCommand = () =>
  new Command("coverage")
    .description("what was fetched: which interval of which table, when, from which API")
    .argument("[table]")
    .addOption(formatOption())
    .action(async (name: string | undefined, options: Options) => {
      await withSentinel(options, async (sentinel) => {
        if (name !== undefined) await known(sentinel, name);
        const ledger = await (await sentinel.lake()).coverage(name);
        const columns = [
          "table",
          "connection",
          "from_at",
          "to_at",
          "state",
          "api",
          "rows",
          "rejected",
          "fetched_at",
          "error",
        ];
        const rows = ledger.map((row) => ({
          ...row,
          from_at: row.from_at.toISOString(),
          to_at: row.to_at.toISOString(),
          fetched_at: row.fetched_at.toISOString(),
        }));
        printRows(options.json ? "json" : options.format, columns, rows);
      });
    });

async function known(sentinel: Sentinel, name: string) {
  const tables = await (await sentinel.lake()).tables();
  const table = tables.find((candidate) => candidate.name === name);
  if (table !== undefined) return table;
  throw new SentinelError("not_found", `there is no table ${name}`, {
    hint: didYouMean(
      name,
      tables.map((candidate) => candidate.name),
      "sentinel tables lists them",
    ),
  });
}
