/** Sentry's search syntax as far as syncs use it: `key:value`, `!key:value`, `key:>=value`, and words of the title. */
import type { SeedRow } from "../../row.ts";
import { microsOf } from "../time-index.ts";
import { badRequest, periodMs } from "./parameters.ts";

/** What a key means for a row: its values as text; undefined when the search does not know the key. */
export type Values = (row: SeedRow, key: string) => readonly string[] | undefined;

/** The test that a search means. `now` is what `-24h` counts back from. */
export function searchTest(query: string, values: Values, now: Date): (row: SeedRow) => boolean {
  if (/[()]|\bOR\b/.test(query))
    throw badRequest("Error parsing search query: groups are not served by the loopback server");
  const tests = (query.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map((term) => termTest(term, values, now));
  return (row) => tests.every((test) => test(row));
}

function termTest(term: string, values: Values, now: Date): (row: SeedRow) => boolean {
  const [, not, key, operator, quoted] = /^(!?)([\w.[\]-]+):(>=|<=|>|<|)(.*)$/s.exec(term) ?? [];
  if (key === undefined) {
    const word = unquoted(term).toLowerCase();
    return (row) => (values(row, "title") ?? []).some((title) => title.toLowerCase().includes(word));
  }
  const wanted = unquoted(quoted ?? "");
  const compare = comparison(operator ?? "", wanted, now);
  return (row) => {
    const found = values(row, key);
    if (found === undefined)
      throw badRequest(`Error parsing search query: Invalid key for this search: ${key}`);
    return found.some(compare) !== (not === "!");
  };
}

function comparison(operator: string, wanted: string, now: Date): (value: string) => boolean {
  const relative = /^([+-])(\w+)$/.exec(wanted);
  const ms = operator === "" && relative !== null ? periodMs(relative[2] ?? "") : undefined;
  if (ms !== undefined) {
    const edge = (now.getTime() - ms) * 1000;
    return (value) => (relative?.[1] === "-" ? numeric(value) >= edge : numeric(value) <= edge);
  }
  const edge = numeric(wanted);
  switch (operator) {
    case ">=":
      return (value) => numeric(value) >= edge;
    case "<=":
      return (value) => numeric(value) <= edge;
    case ">":
      return (value) => numeric(value) > edge;
    case "<":
      return (value) => numeric(value) < edge;
    default:
      return (value) => value === wanted;
  }
}

function numeric(value: string): number {
  return microsOf(value) ?? Number(value);
}

function unquoted(text: string): string {
  return text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
