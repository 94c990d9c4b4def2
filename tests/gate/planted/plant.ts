import type { Seed } from "../../../seeds/load.ts";
import type { SeedRow } from "../../../seeds/row.ts";

/** Where people, and whoever writes to them, leave text that Sentinel reads; the sixth place is the narrator's model. */
export const PLACES = [
  "Slack message",
  "Sentry title",
  "commit message",
  "PR title and body",
  "branch name",
  "model output",
];

/** The same seed with the instruction in every such text of it, and everything that is counted or linked as it was. */
export function plant(seed: Seed, instruction: string): Seed {
  const tables = structuredClone(seed.tables);
  const each = (table: string, change: (row: SeedRow, index: number) => void) =>
    tables.get(table)?.forEach(change);
  const after = (holder: unknown, key: string) => {
    if (!isObject(holder) || typeof holder[key] !== "string") return;
    holder[key] = `${holder[key]} ${instruction}`;
  };
  each("slack_messages", (row) => after(row, "text"));
  each("sentry_issues", (row) => {
    after(row, "title");
    after(row["metadata"], "value");
  });
  each("sentry_events", (row) => {
    after(row, "title");
    after(row, "message");
  });
  each("github_commits", (row) => after(row["commit"], "message"));
  each("github_pull_requests", (row) => {
    after(row, "title");
    row["body"] = instruction;
    after(row["head"], "ref");
  });
  each("github_issues", (row) => after(row, "title"));
  // Inside of the text that an answer carries: what form it has stays what it was.
  each("langfuse_observations", (row, index) => {
    if (row["type"] !== "GENERATION" || index % 5 !== 0 || typeof row["output"] !== "string") return;
    row["output"] = withinText(row["output"], instruction.slice(0, 120));
  });
  return { ...seed, tables };
}

function withinText(output: string, instruction: string): string {
  try {
    const value: unknown = JSON.parse(output);
    if (!isObject(value)) return output;
    const key = Object.keys(value).find((name) => typeof value[name] === "string");
    if (key === undefined) return output;
    return JSON.stringify({ ...value, [key]: `${String(value[key])} ${instruction}` });
  } catch {
    return `${output} ${instruction}`;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
