import { Command, Option } from "commander";

import { asTable, print, printJson, say } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { withSentinel, WRITES } from "../with-sentinel.ts";

type Options = GlobalOptions & { as: "upstream" | "row"; skipBad?: boolean; connection: string; in?: string };

export const importCommand = () =>
  new Command("import")
    .description("put files into the lake: NDJSON, a JSON array or Parquet")
    .argument("<table>")
    .argument("<file...>")
    .addOption(
      new Option("--as <shape>", "upstream: the vendor's own JSON; row: the lake's columns")
        .choices(["upstream", "row"])
        .default("upstream"),
    )
    .option("--skip-bad", "keep the good lines of a file that has bad ones")
    .option("--connection <name>", "the connection that the rows belong to", "default")
    .option("--in <parent>", "repository, channel or database where the items do not say it")
    .action(async (table: string, files: string[], options: Options) => {
      await withSentinel(
        options,
        async (sentinel) => {
          const { importFiles } = await import("../../import/import-files.ts");
          const { as, connection, skipBad = false } = options;
          const report = await importFiles(sentinel, {
            table,
            files,
            as,
            skip_bad: skipBad,
            connection,
            parent: options.in,
          });
          if (options.json) return printJson(report);
          const rows = Object.entries(report.rows).map(([name, count]) => ({ table: name, rows: count }));
          print(asTable(["table", "rows"], rows));
          for (const { file, line, reason } of report.bad) say(`skipped ${file}:${line}: ${reason}`);
        },
        WRITES,
      );
    });
