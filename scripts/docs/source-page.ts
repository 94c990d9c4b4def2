import { columnsOf } from "../../src/contracts/columns.ts";
import type { AnySource } from "../../src/contracts/source.ts";
import type { AnyTable } from "../../src/contracts/table.ts";
import { markdownTable } from "./markdown-table.ts";

export function sourcePage(source: AnySource): string {
  const variables = source.credentials.map(({ name, required, description, default: usual }) => [
    `\`${name}\``,
    required ? "yes" : "no",
    usual === undefined ? description : `${description} (default \`${usual}\`)`,
  ]);
  return [
    `# ${source.title}`,
    `At most ${source.concurrency} requests at once per connection.`,
    "## Variables",
    markdownTable(["variable", "required", "meaning"], variables),
    "## Tables",
    ...source.tables.map((table) => tablePart(table, readAgain(table))),
    "",
  ].join("\n\n");
}

/** A system that sends to us: it needs no credentials of ours, and no sync reads it. */
export function pushedPage(title: string, tables: AnyTable[]): string {
  const how = "[How to point senders at Sentinel](../operating.md#spans-from-agents).";
  return [`# ${title}`, how, "## Tables", ...tables.map((table) => tablePart(table)), ""].join("\n\n");
}

const readAgain = ({ time, lookback_minutes }: AnyTable) =>
  ` Sliced by \`${time}\`; each sync reads the last ${lookback_minutes} minutes again.`;

function tablePart(table: AnyTable, more = ""): string {
  const key = ["connection", ...table.key].map((name) => `\`${name}\``).join(", ");
  return [
    `### ${table.name}`,
    `${capital(table.grain)}. ${originOf(table)} Key: ${key}.${more}`,
    markdownTable(
      ["column", "type", "meaning"],
      columnsOf(table.row).map(({ name, type, description }) => [`\`${name}\``, type, description]),
    ),
  ].join("\n\n");
}

function originOf({ feed, from, pushed }: AnyTable): string {
  if (feed !== undefined) return `From ${feed.endpoint} (needs ${feed.scope}), read as ${feed.slicing.kind}.`;
  return pushed === undefined ? `Filled from the items of \`${from}\`.` : `Sent to ${pushed.endpoint}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
