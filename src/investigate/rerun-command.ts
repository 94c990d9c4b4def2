import type { Evidence } from "../contracts/incident.ts";

/** The shell command that asks the same question again. Values come from sources, so each argument is quoted. */
export function rerunCommand({ query, params }: Pick<Evidence, "query" | "params">): string {
  const given = Object.entries(params).flatMap(([name, value]) =>
    // A parameter that is null has null for its default.
    value === null
      ? []
      : ["--param", shellQuote(`${name}=${Array.isArray(value) ? value.join(",") : value}`)],
  );
  return ["sentinel query", query, ...given].join(" ");
}

/** Nothing between single quotes means anything to a POSIX shell; a line break would still show as a second line. */
function shellQuote(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ");
  return `'${line.replaceAll("'", `'\\''`)}'`;
}
