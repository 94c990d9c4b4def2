import { userInfo } from "node:os";

import { Command } from "commander";

import { SentinelError } from "../../errors.ts";
import type { GlobalOptions } from "../global-options.ts";
import { asTable, print, printJson } from "../output.ts";
import { withSentinel } from "../with-sentinel.ts";

type ListOptions = GlobalOptions & { dead?: boolean };
type ReplayOptions = GlobalOptions & { all?: boolean; by: string };

export const outboxCommand = () =>
  new Command("outbox")
    .description("what waits to leave for Slack and webhooks, and what could not")
    .addCommand(
      new Command("list")
        .description("letters on their way, or the dead ones")
        .option("--dead", "those that were given up")
        .action(list),
      { isDefault: true },
    )
    .addCommand(
      new Command("replay")
        .description("send dead letters on, under their old keys")
        .argument("[id]", "the letter")
        .option("--all", "every dead letter")
        .option("--by <name>", "who decides", userInfo().username)
        .action(replay),
    );

async function list(options: ListOptions): Promise<void> {
  await withSentinel(options, async (sentinel) => {
    const { listLetters } = await import("../../outbox/list-letters.ts");
    const letters = await listLetters(sentinel.state(), options.dead ? "dead" : "waiting");
    if (options.json) return printJson({ letters });
    if (letters.length === 0) return print(options.dead ? "No dead letters." : "Nothing waits to leave.");
    print(asTable(["id", "channel", "cause", "attempts", "created_at", "next_at", "error"], letters));
  });
}

async function replay(id: string | undefined, { all, by, ...options }: ReplayOptions): Promise<void> {
  if ((id === undefined) === (all === undefined)) {
    throw new SentinelError("usage", "name one letter, or give --all", { hint: "sentinel outbox --dead" });
  }
  if (id !== undefined && !/^\d{1,15}$/.test(id))
    throw new SentinelError("usage", `"${id}" is not the id of a letter`);
  await withSentinel(options, async (sentinel) => {
    const { replayDead } = await import("../../outbox/replay-dead.ts");
    const which = id === undefined ? "all" : Number(id);
    const ids = await replayDead(sentinel.state(), which, {
      by: { name: by, via: "cli" },
      at: sentinel.now(),
    });
    if (options.json) printJson({ replayed: ids });
    else print(`${ids.length} ${ids.length === 1 ? "letter waits" : "letters wait"} to leave again.`);
  });
}
