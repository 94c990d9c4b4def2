import { userInfo } from "node:os";

import { Command, Option } from "commander";

import { ROLES } from "../../contracts/principal.ts";
import type { GlobalOptions } from "../global-options.ts";
import { asTable, print, printJson, say } from "../output.ts";
import { withSentinel } from "../with-sentinel.ts";

const COLUMNS = ["id", "name", "role", "created_at", "created_by", "last_used_at", "revoked_at"];

export const keysCommand = () =>
  new Command("keys")
    .description("API keys: who may use the server, and for what")
    .addCommand(new Command("list").description("all keys, without the keys themselves").action(list), {
      isDefault: true,
    })
    .addCommand(
      new Command("create")
        .description("make a key; it is shown once")
        .argument(
          "<name>",
          "the person or program; the same person in Slack has the same name in settings.json",
        )
        .addOption(
          new Option("--role <role>", "what it may do").choices([...ROLES, "agent"]).makeOptionMandatory(),
        )
        .action(create),
    )
    .addCommand(
      new Command("revoke")
        .description("end a key and its sessions at once")
        .argument("<id>", "from `sentinel keys list`")
        .action(revoke),
    );

const me = () => ({ name: userInfo().username, via: "cli" }) as const;

async function list(options: GlobalOptions): Promise<void> {
  await withSentinel(options, async (sentinel) => {
    const { listKeys } = await import("../../access/keys.ts");
    const keys = await listKeys(sentinel.state());
    if (options.json) printJson({ keys });
    else if (keys.length === 0) print("No keys: on this machine the server asks for none.");
    else print(asTable(COLUMNS, keys));
  });
}

async function create(name: string, { role, ...options }: GlobalOptions & { role: string }): Promise<void> {
  await withSentinel(options, async (sentinel) => {
    const { createKey } = await import("../../access/keys.ts");
    const made = await createKey(sentinel.state(), { name, role, by: me(), at: sentinel.now() });
    if (options.json) return printJson(made);
    print(made.key);
    if (!options.quiet)
      say(`${made.id}: ${made.role} key of ${made.name}. Keep it now: it is not shown again.`);
  });
}

async function revoke(id: string, options: GlobalOptions): Promise<void> {
  await withSentinel(options, async (sentinel) => {
    const { revokeKey } = await import("../../access/keys.ts");
    const key = await revokeKey(sentinel.state(), { id, by: me(), at: sentinel.now() });
    if (options.json) printJson(key);
    else print(`${key.id} of ${key.name} is revoked.`);
  });
}
