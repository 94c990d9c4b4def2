import { userInfo } from "node:os";

import { Command } from "commander";

import type { GlobalOptions } from "../global-options.ts";
import { print, printJson, say } from "../output.ts";
import { withSentinel } from "../with-sentinel.ts";

type Options = GlobalOptions & { by: string };

export const backupCommand = () =>
  new Command("backup")
    .description("copy state, settings and audit anchor into a new folder, while the server runs")
    .argument("<dir>", "new, or empty")
    .option("--by <name>", "who does it", userInfo().username)
    .action(async (folder: string, options: Options) => {
      await withSentinel(options, async (sentinel) => {
        const { backUp } = await import("../../backup/back-up.ts");
        const { home, settings_path, now } = sentinel;
        const by = { name: options.by, via: "cli" } as const;
        const done = await backUp({ home, state: sentinel.state(), settings_path, folder, by, now });
        if (!done.audit.ok) say("warning: the audit chain does not hold; `sentinel audit verify` says where");
        if (options.json) return printJson(done);
        const files = Object.entries(done.files).map(([name, { bytes }]) => `${name} (${bytes} bytes)`);
        print(`${done.folder}: ${files.join(", ")}; ${done.audit.entries} audit entries`);
      });
    });
