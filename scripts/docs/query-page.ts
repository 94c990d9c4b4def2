import type { QueryDefinition } from "../../src/contracts/query.ts";
import { markdownTable } from "./markdown-table.ts";

export function queryPage(query: QueryDefinition): string {
  const params = query.params.map(({ name, type, description }) => [`\`${name}\``, type, description]);
  const returns = query.returns.map(({ name, type, description }) => [`\`${name}\``, type, description]);
  return [
    `# ${query.id}`,
    query.question,
    `Grain: ${query.grain}. Reads ${query.reads.map((table) => `\`${table}\``).join(", ")}.`,
    ...(params.length > 0 ? ["## Parameters", markdownTable(["parameter", "type", "meaning"], params)] : []),
    "## Columns",
    markdownTable(["column", "type", "meaning"], returns),
    ...(query.caveats.length > 0
      ? ["## Caveats", query.caveats.map((caveat) => `- ${caveat}`).join("\n")]
      : []),
    "## SQL",
    `\`\`\`sql\n${query.sql.trim()}\n\`\`\``,
    "",
  ].join("\n\n");
}
