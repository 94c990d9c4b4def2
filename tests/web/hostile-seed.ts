/** A seed whose people write attacks: as commit message, title, file name, feature, Sentry title, Slack message. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const PAYLOADS = [
  `<img src=x onerror="window.executed=1">`,
  `<script>window.executed=1</script>`,
  `"><svg onload=window.executed=1>`,
  `<iframe srcdoc="<script>parent.executed=1</script>"></iframe>`,
  `[click](javascript:window.executed=1)`,
  `![x](x" onerror="window.executed=1)`,
  `<a href="javascript:window.executed=1">order</a>`,
  `</script><script>window.executed=1</script>`,
  `<details open ontoggle=window.executed=1>`,
  `{{constructor.constructor('window.executed=1')()}}`,
  `<style>*{display:none}</style>`,
  `<math><mi//xlink:href="data:x,<script>window.executed=1</script>">`,
];

type Item = Record<string, unknown>;

/** Copies a seed and writes an attack behind each text of the tables that people and programs write. */
export function hostileSeed(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  for (const name of readdirSync(to).filter((file) => file.endsWith(".ndjson"))) {
    const attack = ATTACKS[name.replace(".ndjson", "")];
    if (attack === undefined) continue;
    const path = join(to, name);
    const items = readFileSync(path, "utf8").trimEnd().split("\n");
    const hostile = items.map((line, index) => {
      const item = JSON.parse(line) as Item;
      attack(item, PAYLOADS[index % PAYLOADS.length] ?? "");
      return JSON.stringify(item);
    });
    writeFileSync(path, `${hostile.join("\n")}\n`);
  }
}

const behind = (item: Item, name: string, payload: string) => {
  if (typeof item[name] === "string") item[name] += ` ${payload}`;
};

/** One attack for all: a file must go on having one name wherever it is named. */
const behindFiles = (item: Item) => {
  for (const file of item["files"] as Item[]) behind(file, "filename", PAYLOADS[0] ?? "");
};

/** The spans of one feature only: what incidents are about keeps its name. */
const FEATURE = "size-advisor-llm";

const ATTACKS: Record<string, (item: Item, payload: string) => void> = {
  slack_messages: (item, payload) => behind(item, "text", payload),
  // One attack for all: issue and event must go on having one title.
  sentry_issues: (item) => behind(item, "title", PAYLOADS[0] ?? ""),
  sentry_events: (item) => behind(item, "title", PAYLOADS[0] ?? ""),
  github_commits: (item, payload) => {
    const commit = item["commit"] as Item;
    commit["message"] = `${String(commit["message"])} ${payload}`;
    behindFiles(item);
  },
  github_pull_requests: (item, payload) => {
    behind(item, "title", payload);
    behindFiles(item);
  },
  langfuse_observations: (item) => {
    if (item["name"] === FEATURE) behind(item, "name", PAYLOADS[0] ?? "");
  },
};
