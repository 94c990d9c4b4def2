import { Command } from "commander";

import { EXIT } from "../exit.ts";
import type { GlobalOptions } from "../global-options.ts";
import { asTable, print, printJson } from "../output.ts";
import { parseCount } from "../parse-count.ts";
import { withSentinel } from "../with-sentinel.ts";

type ListOptions = GlobalOptions & { limit: string; subject?: string; kind?: string };

export const auditCommand = () =>
  listing(
    new Command("audit").description(
      "the audit log: who proposed, decided and did what; whether it is whole",
    ),
  )
    .addCommand(listing(new Command("list").description("the newest entries first")))
    .addCommand(
      new Command("verify")
        .description("check the chain of hashes and its anchor; exit code 1 when it is broken")
        .action(verify),
    );

const listing = (command: Command): Command =>
  command
    .option("--limit <n>", "how many", "50")
    .option("--subject <id>", "only about this approval, incident or key")
    .option("--kind <kind>", "only this kind, such as run.done, or run for all of its kinds")
    .action(list);

async function list({ limit, subject, kind, ...options }: ListOptions): Promise<void> {
  await withSentinel(options, async (sentinel) => {
    const { listAudit } = await import("../../audit/list-audit.ts");
    const entries = await listAudit(sentinel.state(), { limit: parseCount(limit, "--limit"), subject, kind });
    if (options.json) printJson({ entries });
    else print(asTable(["seq", "at", "kind", "actor", "via", "subject", "data"], entries));
  });
}

async function verify(options: GlobalOptions): Promise<void> {
  await withSentinel(options, async (sentinel) => {
    const { verifyAudit } = await import("../../audit/verify.ts");
    const { anchorPath } = await import("../../gate/open-gate.ts");
    const checked = await verifyAudit(sentinel.state(), anchorPath(sentinel.home));
    if (options.json) printJson(checked);
    else {
      const { entries, anchored, ok, problems } = checked;
      print(`${entries} entries, anchored up to ${anchored}: ${ok ? "whole" : "BROKEN"}`);
      if (!ok) print(asTable(["seq", "what", "why"], problems));
    }
    if (!checked.ok) process.exitCode = EXIT.error;
  });
}
