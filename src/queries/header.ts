import type { QueryDefinition, QueryParam } from "../contracts/query.ts";
import { SentinelError } from "../errors.ts";

type Tag = { name: string; text: string };

const PARAM_TYPES = new Set<string>(["TIMESTAMP", "VARCHAR", "BIGINT", "DOUBLE", "VARCHAR[]"]);
const NAMED_AND_TYPED = /^(\w+)\s+(\S+)\s+(.+)$/;

/**
 * Reads the comment block above a library query. `where` names the file in errors. Throws `invalid` when a tag
 * is missing, unknown or malformed: a query that says less than its contract is not loaded.
 */
export function parseHeader(sql: string, where: string): Omit<QueryDefinition, "id" | "topic"> {
  const tags = tagsOf(sql);
  const all = (name: string) => tags.filter((tag) => tag.name === name).map((tag) => tag.text);
  const one = (name: string) => {
    const [text, ...more] = all(name);
    if (text === undefined || more.length > 0) throw broken(where, `needs exactly one @${name}`);
    return text;
  };
  const unknown = tags.find(({ name }) => !TAGS.has(name));
  if (unknown !== undefined) throw broken(where, `@${unknown.name} is not a tag`);
  const window = all("window")[0];

  return {
    question: one("question"),
    grain: one("grain"),
    reads: list(one("reads")),
    params: all("param").map((text) => param(text, where)),
    returns: all("returns").map((text) => {
      const [name, type, description] = namedAndTyped(text, "returns", where);
      return { name, type, description };
    }),
    caveats: all("caveat"),
    window: window === undefined ? undefined : windowOf(window, where),
    optional: all("optional").flatMap(list),
    sql,
  };
}

const TAGS = new Set(["question", "grain", "reads", "optional", "window", "param", "returns", "caveat"]);

/** A tag runs on over the comment lines below it until the next tag. */
function tagsOf(sql: string): Tag[] {
  const tags: Tag[] = [];
  for (const line of sql.split("\n")) {
    if (!line.startsWith("--")) break;
    const [, name, text] = /^-- @(\w+)\s*(.*)$/.exec(line) ?? [];
    const open = tags.at(-1);
    if (name !== undefined) tags.push({ name, text: text?.trim() ?? "" });
    else if (open !== undefined) open.text = `${open.text} ${line.slice(2).trim()}`.trim();
  }
  return tags;
}

function param(text: string, where: string): QueryParam {
  const [name, type, description] = namedAndTyped(text, "param", where);
  if (!isParamType(type)) throw broken(where, `@param ${name} has type ${type}`);
  const [, value] = /\[default: ([^\]]*)\]/.exec(description) ?? [];
  return { name, type, description: description.replace(/\s*\[default: [^\]]*\]/, ""), default: value };
}

function isParamType(type: string): type is QueryParam["type"] {
  return PARAM_TYPES.has(type);
}

function windowOf(text: string, where: string): { from: string; to: string } {
  const [from, to, ...more] = text.split(/\s+/);
  if (from === undefined || to === undefined || more.length > 0)
    throw broken(where, "@window takes two words");
  return { from, to };
}

function namedAndTyped(text: string, tag: string, where: string): [string, string, string] {
  const [, name, type, description] = NAMED_AND_TYPED.exec(text) ?? [];
  if (name === undefined || type === undefined || description === undefined) {
    throw broken(where, `@${tag} "${text}" is not: name TYPE description`);
  }
  return [name, type, description];
}

const list = (text: string) => text.split(/,\s*/).filter((part) => part !== "");

function broken(where: string, problem: string): SentinelError {
  return new SentinelError("invalid", `the header of ${where} ${problem}`);
}
