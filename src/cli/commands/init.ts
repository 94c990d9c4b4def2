import { existsSync, readFileSync, writeFileSync } from "node:fs";

import { Command } from "commander";

import type { AnySource, Credential } from "../../contracts/source.ts";
import { SentinelError } from "../../errors.ts";
import { say } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { withSentinel } from "../with-sentinel.ts";

type Options = GlobalOptions & { file: string; force?: boolean };

export const initCommand = () =>
  new Command("init")
    .description(
      "write a .env: asks for each source's credentials, or writes a template when nobody can answer",
    )
    .option("--file <file>", "the file to write", ".env")
    .option("--force", "replace a file that exists; variables it holds are offered as answers")
    .action(async (options: Options) => {
      if (existsSync(options.file) && !options.force) {
        throw new SentinelError("conflict", `${options.file} exists`, {
          hint: "--force replaces it, keeping its values as answers",
        });
      }
      await withSentinel(options, async ({ sources }) => {
        const kept = existsSync(options.file)
          ? valuesOf(readFileSync(options.file, "utf8"))
          : new Map<string, string>();
        const answers = process.stdin.isTTY ? await askAll(sources, kept) : kept;
        // Secrets: readable by the owner only.
        writeFileSync(options.file, render(sources, answers), { mode: 0o600 });
        say(`wrote ${options.file}; next: sentinel doctor, then sentinel sync`);
      });
    });

async function askAll(sources: AnySource[], kept: Map<string, string>): Promise<Map<string, string>> {
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answers = new Map(kept);
  for (const source of sources) {
    const yes = await terminal.question(`Connect ${source.title}? [y/N] `);
    if (!yes.toLowerCase().startsWith("y")) continue;
    for (const { name, description, default: usual } of source.credentials) {
      const offered = kept.get(name) ?? usual;
      const answer = await terminal.question(
        `  ${name} (${description})${offered === undefined ? "" : ` [${offered}]`}: `,
      );
      if (answer !== "") answers.set(name, answer);
    }
  }
  terminal.close();
  return answers;
}

/** The file's text: every variable of every source with its meaning, commented out where unset; then what else was there. */
function render(sources: AnySource[], answers: Map<string, string>): string {
  const blocks = sources.map((source) =>
    [
      `# ${source.title}`,
      ...source.credentials.map((credential) => line(credential, answers.get(credential.name))),
    ].join("\n"),
  );
  const named = new Set(sources.flatMap((source) => source.credentials.map(({ name }) => name)));
  const others = [...answers].filter(([name]) => !named.has(name));
  if (others.length > 0) {
    const kept = others.map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    blocks.push(["# Others", ...kept].join("\n"));
  }
  return `${blocks.join("\n\n")}\n`;
}

function line(
  { name, description, required, default: usual }: Credential,
  value: string | undefined,
): string {
  const meaning = `# ${description}${required ? "" : " (optional)"}`;
  return value === undefined
    ? `${meaning}\n# ${name}=${usual ?? ""}`
    : `${meaning}\n${name}=${JSON.stringify(value)}`;
}

function valuesOf(text: string): Map<string, string> {
  const pairs = text.split("\n").flatMap((entry) => {
    const match = /^([A-Z][A-Z0-9_]*)=("?)(.*)\2\s*$/.exec(entry);
    return match?.[1] === undefined || match[3] === undefined ? [] : [[match[1], match[3]] as const];
  });
  return new Map(pairs);
}
