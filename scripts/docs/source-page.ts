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
    ...source.tables.map(tablePart),
    "",
  ].join("\n\n");
}

function tablePart(table: AnyTable): string {
  const origin =
    table.feed === undefined
      ? `Filled from the items of \`${table.from}\`.`
      : `From ${table.feed.endpoint} (needs ${table.feed.scope}), read as ${table.feed.slicing.kind}.`;
  return [
    `### ${table.name}`,
    `${capital(table.grain)}. ${origin} Key: ${["connection", ...table.key].map((name) => `\`${name}\``).join(", ")}.` +
      ` Sliced by \`${table.time}\`; each sync reads the last ${table.lookback_minutes} minutes again.`,
    markdownTable(
      ["column", "type", "meaning"],
      columnsOf(table.row).map(({ name, type, description }) => [`\`${name}\``, type, description]),
    ),
  ].join("\n\n");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
