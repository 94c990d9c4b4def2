import { Command } from "commander";

import type { GlobalOptions } from "../global-options.ts";
import { print, printJson, say } from "../output.ts";
import { withSentinel } from "../with-sentinel.ts";

type DigestOptions = GlobalOptions & { dryRun?: true; week?: string; out?: string };

export const digestCommand = () =>
  new Command("digest")
    .description(
      "the weekly digest: what shipped, what broke, what to watch; made and sent once when it is due",
    )
    .option("--dry-run", "make it now from what the lake holds; store and send nothing")
    .option("--week <week>", "this week, such as 2026-W47: from the archive, else made now and not stored")
    .option("--out <folder>", "also write text, HTML and the charts as SVG and PNG")
    .action(async (options: DigestOptions) => {
      await withSentinel(options, async (sentinel) => {
        const { readDigest, runDigest } = await import("../../jobs/digest.ts");
        const { digestText } = await import("../../reports/digest/render-text.ts");
        const dry = options.dryRun === true || options.week !== undefined;
        const { digest, sent, made_up } = dry
          ? { digest: await readDigest(sentinel, options), sent: false, made_up: [] }
          : await runDigest(sentinel, sentinel.now());
        if (options.out !== undefined) {
          const { writeDigest } = await import("../../reports/digest/write-files.ts");
          for (const path of writeDigest(digest, options.out)) if (!options.quiet) say(`wrote ${path}`);
        }
        if (options.json) return printJson({ ...digest, sent, made_up });
        print(digestText(digest));
        if (made_up.length > 0 && !options.quiet)
          say(`made up for the archive, and not sent: ${made_up.join(", ")}`);
        if (!dry && !options.quiet)
          say(sent ? "stored and handed to the outbox" : `the digest of ${digest.week} was made before`);
      });
    });
