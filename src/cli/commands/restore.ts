import { userInfo } from "node:os";

import { Command } from "commander";

import type { GlobalOptions } from "../global-options.ts";
import { print, printJson, say } from "../output.ts";
import { withSentinel } from "../with-sentinel.ts";

type Options = GlobalOptions & { by: string; acceptBrokenAudit?: boolean };

const OF_SETTINGS = {
  restored: "The settings were put back.",
  same: "The settings are the same.",
  kept: "Your settings file differs from the one in the backup and was left as it is.",
  none: "The backup has no settings.",
} as const;

export const restoreCommand = () =>
  new Command("restore")
    .description("check a backup and put it in the place of the state; what is replaced is kept aside")
    .argument("<dir>", "made by `sentinel backup`")
    .option("--accept-broken-audit", "although its audit chain does not hold")
    .option("--by <name>", "who does it", userInfo().username)
    .action(async (folder: string, options: Options) => {
      await withSentinel(options, async ({ home, settings_path, now }) => {
        const { restore } = await import("../../backup/restore.ts");
        const by = { name: options.by, via: "cli" } as const;
        const accept_broken_audit = options.acceptBrokenAudit === true;
        const done = await restore({ home, settings_path, folder, by, now, accept_broken_audit });
        if (done.audit.problems.length > 0) say("warning: its audit chain does not hold");
        if (options.json) return printJson(done);
        print(
          [
            `Restored the state of ${done.created_at} with ${done.audit.entries} audit entries.`,
            `${done.expired} open proposals have expired, ${done.unclear} actions are looked after, ${done.letters} letters wait to leave.`,
            OF_SETTINGS[done.settings],
            ...(done.replaced === null ? [] : [`What was there before is in ${done.replaced}.`]),
          ].join("\n"),
        );
      });
    });
