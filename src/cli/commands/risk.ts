import { Command } from "commander";

import type { PullAssessment } from "../../jobs/assess-pull.ts";
import { EXIT } from "../exit.ts";
import type { GlobalOptions } from "../global-options.ts";
import { parseMoment } from "../moments.ts";
import { asTable, print, printable, printJson, say } from "../output.ts";
import { parseCount } from "../parse-count.ts";
import { parsePull, parseRepo } from "../parse-pull.ts";
import { withSentinel } from "../with-sentinel.ts";

type Options = GlobalOptions & { dryRun?: boolean; exitCode?: boolean; connection?: string; at?: string };
type HistoryOptions = GlobalOptions & { limit: string; connection?: string; at?: string };

export const riskCommand = () => {
  const command = new Command("risk")
    .description("the risk of a pull request, by what merges of its files were followed by")
    .argument("<pull>", "OWNER/REPO#NUMBER")
    .option("--dry-run", "show the comment, write nothing at GitHub")
    .option("--exit-code", "end with 3 when the risk is high")
    .option("--connection <name>", "which, where several connections have the repository")
    .option("--at <time>", "as of a past moment, ISO 8601; writes nothing at GitHub")
    .action(async (pull: string, options: Options) => {
      process.exitCode = await withSentinel(options, async (sentinel) => {
        const { assessPull } = await import("../../jobs/assess-pull.ts");
        const asked = { ...parsePull(pull), connection: options.connection };
        const at = momentOf(options, sentinel.now());
        // What was is not told as what is.
        const post = options.dryRun !== true && options.at === undefined;
        const result = await assessPull(sentinel, asked, { at, post });
        if (options.json) printJson(result);
        else print(result.body.split("\n").map(printable).join("\n"));
        if (!options.quiet) sayTold(result);
        const high = result.assessment.verdict === "high";
        return options.exitCode && high ? EXIT.findings : EXIT.done;
      });
    });
  command.addCommand(
    new Command("history")
      .description("measure the merges of a repository, and show its riskiest files")
      .argument("<repo>", "OWNER/REPO")
      .option("--limit <number>", "files to show", "10")
      .option("--connection <name>", "which, where several connections have the repository")
      .option("--at <time>", "as of a past moment, ISO 8601")
      .action(async (repo: string, options: HistoryOptions) => {
        await withSentinel(options, async (sentinel) => {
          const { fileRisks } = await import("../../jobs/file-risks.ts");
          const limit = parseCount(options.limit, "--limit");
          const asked = { repo: parseRepo(repo), connection: options.connection, limit };
          const report = await fileRisks(sentinel, asked, momentOf(options, sentinel.now()));
          if (options.json) return printJson(report);
          const { merges, measured } = report;
          print(
            asTable(
              COLUMNS,
              report.files.map((file) => ({ ...file, ...rounded(file.terms) })),
            ),
          );
          if (!options.quiet) say(`${measured} of ${merges} merges could be measured`);
        });
      }),
  );
  return command;
};

function sayTold({ posting, told }: PullAssessment): void {
  if (posting.why_not !== null) say(`not for GitHub: ${posting.why_not}`);
  for (const { action, status, url, why, approval_id } of told ?? []) {
    const id = approval_id === null ? "" : ` (${approval_id})`;
    say(printable(`${action}${id}: ${status ?? "not proposed"}${[url, why].map(part).join("")}`));
  }
}

const part = (text: string | null): string => (text === null ? "" : `, ${text}`);

const momentOf = ({ at }: { at?: string }, now: Date): Date =>
  at === undefined ? now : parseMoment(at, "--at");

const COLUMNS = ["path", "merges", "measured", "errors", "cost_usd", "error_points", "cost_points", "score"];

/** Four places: enough for cents and for hundredths of a point. */
const rounded = (terms: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(terms).map(([name, value]) => [name, Math.round(value * 1e4) / 1e4]));
