import { readFileSync } from "node:fs";

import { Command, Option } from "commander";

import { SentinelError } from "../../errors.ts";
import { printRows, say, type Format } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { withSentinel } from "../with-sentinel.ts";

type Options = GlobalOptions & { format: Format; file?: string; limit?: string };

export const formatOption = () =>
  new Option("--format <format>", "how rows are printed")
    .choices(["table", "json", "ndjson", "csv"])
    .default("table");

export const sqlCommand = () =>
  new Command("sql")
    .description("ask the lake anything: one read-only SQL statement over every table")
    .argument("[statement]", "for example: select repo, count(*) from github_commits group by all")
    .option("-f, --file <file>", "read the statement from a file, - for standard input")
    .option("--limit <rows>", "print at most so many rows")
    .addOption(formatOption())
    .action(async (statement: string | undefined, options: Options) => {
      const text =
        statement ??
        (options.file === undefined
          ? undefined
          : readFileSync(options.file === "-" ? 0 : options.file, "utf8"));
      if (text === undefined)
        throw new SentinelError("usage", "there is no statement", {
          hint: 'sentinel sql "select 1", or -f FILE',
        });
      await withSentinel(options, async (sentinel) => {
        const { ask } = await import("../../console/ask.ts");
        const limit = options.limit === undefined ? sentinel.settings.sql.max_rows : Number(options.limit);
        const answer = await ask(sentinel, text, {
          max_rows: limit,
          deadline_ms: sentinel.settings.sql.deadline_ms,
        });
        const columns = answer.columns.map(({ name }) => name);
        printRows(options.json ? "json" : options.format, columns, answer.rows, answer);
        if (options.quiet) return;
        if (answer.truncated) say(`only the first ${answer.rows.length} rows are shown`);
        for (const line of answer.notes) say(line);
      });
    });
