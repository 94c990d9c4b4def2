/** Whether a function may be called, and with what: some take more memory or time than their text shows. */
import { SentinelError } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import { ALLOWED_FUNCTIONS, ALLOWED_TABLE_FUNCTIONS } from "./allowed-functions.ts";
import { isUnder, literalOf, type Node } from "./parse.ts";

/** Throws `invalid` for a node that calls what may not be called. */
export function checkCall(node: Node): void {
  const table = node["type"] === "TABLE_FUNCTION";
  const called = table ? (node["function"] as Node | undefined) : node;
  const name = called?.["function_name"];
  if (called === undefined || typeof name !== "string") return;
  const allowed = table ? ALLOWED_TABLE_FUNCTIONS : ALLOWED_FUNCTIONS;
  if (!allowed.has(name.toLowerCase())) throw refused(name, allowed);
  const children = called["children"];
  if (table || !Array.isArray(children)) return;
  // `text.lpad(9)` may be the function of a schema or a call on a column: which argument is which is not known yet.
  const dotted = (called["schema"] ?? "") !== "";
  for (const { names, argument, holds, must } of RULES) {
    if (!names.test(name)) continue;
    if (dotted)
      throw new SentinelError("invalid", `${name} must be called by its name alone`, {
        hint: `write ${name}(…)`,
      });
    const given = children[argument] as Node | undefined;
    if (given === undefined || holds(given, name)) continue;
    throw new SentinelError(
      "invalid",
      `${name} is too costly here: its argument ${argument + 1} ${must.says}`,
      {
        hint: must.hint,
      },
    );
  }
}

function refused(name: string, allowed: ReadonlySet<string>): SentinelError {
  const near = nearest(name, allowed);
  const elsewhere = ALLOWED_TABLE_FUNCTIONS.has(name.toLowerCase())
    ? `it makes rows: from ${name}(…)`
    : "statements read the tables of the lake and nothing else";
  return new SentinelError("invalid", `the function ${name} may not be used here`, {
    hint: near.length > 0 ? `did you mean ${near.join(" or ")}?` : elsewhere,
  });
}

type Rule = {
  names: RegExp;
  /** Place of the argument that is looked at, from 0. */
  argument: number;
  holds: (argument: Node, name: string) => boolean;
  must: { says: string; hint: string };
};

const MOST_WIDTH = 1_000;
const MOST_SEPARATOR = 100;
const MOST_PATTERN = 500;

const shortText = (node: Node) => {
  const text = literalOf(node);
  return (typeof text === "string" && text.length <= MOST_SEPARATOR) || node["function_name"] === "chr";
};

/** One call multiplies, or walks back and forth; DuckDB does not look for an interrupt within it. */
const RULES: Rule[] = [
  {
    names: /^[lr]pad$/i,
    argument: 1,
    holds: (node) => isUnder(literalOf(node), MOST_WIDTH),
    must: { says: `must be a number up to ${MOST_WIDTH}`, hint: "write the width itself" },
  },
  {
    names: /^(printf|format)$/i,
    argument: 0,
    holds: (node) => {
      const text = literalOf(node);
      return typeof text === "string" && text.length <= MOST_PATTERN && !/\d{4}|\*|\{[^}]*\{/.test(text);
    },
    must: { says: "must be a text with widths below 1,000", hint: "write the format itself" },
  },
  ...[
    { names: /^(regexp_)?replace$/i, argument: 2 },
    { names: /^(string_agg|group_concat|listagg|array_to_string)$/i, argument: 1 },
  ].map((place) => ({
    ...place,
    holds: shortText,
    must: {
      says: `must be a text of up to ${MOST_SEPARATOR} characters`,
      hint: "write the text itself, not a column",
    },
  })),
  {
    names: /^(!?~~\*?|~~~|(not_)?i?like_escape)$/,
    argument: 1,
    holds: isQuickPattern,
    must: {
      says: "must be a text with one wildcard, or one at each end",
      hint: "regexp_matches(text, 'a.*b') takes any pattern, contains(text, other) another column",
    },
  },
  {
    names:
      /^(~|regexp_(matches|full_match|extract|extract_all|replace|split_to_array)|(str|string)_split_regex)$/i,
    argument: 1,
    holds: (node) => {
      const text = literalOf(node);
      return (
        typeof text === "string" && text.length <= MOST_PATTERN && (text.match(/\{\d\d/g) ?? []).length <= 5
      );
    },
    must: {
      says: `must be a pattern of up to ${MOST_PATTERN} characters`,
      hint: "write the pattern itself, with few counted repetitions",
    },
  },
];

/** A pattern that is tried in one walk. Between two wildcards DuckDB tries every place anew, and again within. */
function isQuickPattern(node: Node, name: string): boolean {
  const text = literalOf(node);
  if (typeof text !== "string" || text.length > MOST_PATTERN) return false;
  if (name === "~~~") return !/[*[].*[*[]/s.test(text.replace(/^\*([^*[]*)\*$/s, "$1"));
  // Case-sensitive patterns of texts and % alone have a search of their own.
  if (/^!?~~$/.test(name) && !text.includes("_")) return true;
  return !/%.*%/s.test(text.replace(/^%([^%]*)%$/s, "$1"));
}
