/** A seed whose people write attacks: as commit message, title, file name, feature, Sentry title, Slack message. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Attacks of every kind we know: tags, handlers, addresses, Markdown, entities, CSS, templates, characters. */
export const PAYLOADS = JSON.parse(readFileSync("tests/web/payloads.json", "utf8")) as string[];

/** Between two attacks that share a text, for who takes them apart again. */
export const BETWEEN = " § ";

type Item = Record<string, unknown>;

/**
 * Copies a seed and writes attacks behind what people and programs write, so that each of five carriers holds all of them:
 * Slack messages, commit messages, titles at Sentry, outputs of a model, outputs of tools.
 */
export function hostileSeed(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  for (const name of readdirSync(to).filter((file) => file.endsWith(".ndjson"))) {
    const attack = ATTACKS[name.replace(".ndjson", "")];
    if (attack === undefined) continue;
    const path = join(to, name);
    const items = readFileSync(path, "utf8").trimEnd().split("\n");
    const hostile = attack(items.map((line) => JSON.parse(line) as Item));
    writeFileSync(path, `${hostile.map((item) => JSON.stringify(item)).join("\n")}\n`);
  }
}

const behind = (text: unknown, payloads: string[]) => [String(text), ...payloads].join(BETWEEN);

/** The payloads that fall to the item at a place, when all are dealt out to so many. */
const share = (place: number, count: number) =>
  PAYLOADS.filter((_, index) => index % count === place % count);

const inTurn = (place: number) => PAYLOADS[place % PAYLOADS.length] ?? "";

/** One attack for all: a file must go on having one name wherever it is named. */
const behindFiles = (item: Item) =>
  (item["files"] as Item[]).map((file) => ({ ...file, filename: behind(file["filename"], [inTurn(0)]) }));

/** The spans of one feature only: what incidents are about keeps its name. */
const FEATURE = "size-advisor-llm";

const ATTACKS: Record<string, (items: Item[]) => Item[]> = {
  slack_messages: (items) =>
    items.map((item, place) => ({ ...item, text: behind(item["text"], share(place, items.length)) })),
  github_commits: (items) =>
    items.map((item, place) => {
      const commit = item["commit"] as Item;
      const message = behind(commit["message"], share(place, items.length));
      return { ...item, commit: { ...commit, message }, files: behindFiles(item) };
    }),
  github_pull_requests: (items) =>
    items.map((item, place) => ({
      ...item,
      title: behind(item["title"], [inTurn(place)]),
      files: behindFiles(item),
    })),
  // Issue and event must go on having one title; the others are quiet issues beside them.
  sentry_events: (items) => items.map((item) => ({ ...item, title: behind(item["title"], [inTurn(0)]) })),
  sentry_issues: (items) => [
    ...items.map((item) => ({ ...item, title: behind(item["title"], [inTurn(0)]) })),
    ...PAYLOADS.map((payload, place) => ({
      ...items[0],
      id: `99${place}`,
      shortId: `QUIET-${place}`,
      level: "info",
      title: behind("Quiet", [payload]),
    })),
  ],
  langfuse_observations(items) {
    let models = 0;
    let tools = 0;
    return items.map((given) => {
      const item = given["name"] === FEATURE ? { ...given, name: behind(given["name"], [inTurn(0)]) } : given;
      const output = String(item["output"]);
      if (item["type"] === "GENERATION" && !output.startsWith("{"))
        return { ...item, output: behind(output, [inTurn((models += 1))]) };
      if (item["type"] !== "TOOL" || /error|fail/i.test(output) || !output.startsWith("{")) return item;
      const note = behind("note", [inTurn((tools += 1))]);
      return {
        ...item,
        output: JSON.stringify({ ...(JSON.parse(output) as Item), note }),
        statusMessage: note,
      };
    });
  },
};
