import { Command } from "commander";

import { SentinelError } from "../../errors.ts";
import { parseMoment } from "../moments.ts";
import { asTable, print, printRows, say, type Format } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { withSentinel } from "../with-sentinel.ts";
import { formatOption } from "./sql.ts";

type Options = GlobalOptions & { format: Format; param: string[]; at?: string; sql?: boolean };

export const queryCommand = () =>
  new Command("query")
    .description("run a query of the library, or list the library")
    .argument("[id]", "the query; without it all are listed")
    .option(
      "--param <k=v>",
      "a parameter; give it again for another",
      (pair, all: string[]) => [...all, pair],
      [],
    )
    .option("--at <time>", "the moment that `now` in defaults means")
    .option("--sql", "print the query's text instead of running it")
    .addOption(formatOption())
    .action(async (id: string | undefined, options: Options) => {
      await withSentinel(options, async (sentinel) => {
        const library = sentinel.library();
        const format = options.json ? "json" : options.format;
        if (id === undefined) {
          const rows = [...library.values()].map(({ id: name, topic, question }) => ({
            id: name,
            topic,
            question,
          }));
          return printRows(format, ["id", "topic", "question"], rows);
        }
        const known = library.get(id);
        if (options.sql && known !== undefined) return print(known.sql);
        const { runQuery } = await import("../../queries/run.ts");
        const at = options.at === undefined ? sentinel.now() : parseMoment(options.at, "--at");
        const answer = await runQuery(
          { lake: await sentinel.lake(), library },
          id,
          parsePairs(options.param),
          at,
        );
        printRows(
          format,
          answer.columns.map(({ name }) => name),
          answer.rows,
          answer,
        );
        if (options.quiet || answer.complete) return;
        say("incomplete: not all of the window was fetched");
        say(asTable(["table", "connection", "from", "to"], answer.uncovered));
      });
    });

function parsePairs(pairs: string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const split = pair.indexOf("=");
      if (split > 0) return [pair.slice(0, split), pair.slice(split + 1)];
      throw new SentinelError("usage", `--param ${pair} has no value`, { hint: "write --param name=value" });
    }),
  );
}
