/** What DuckDB says of a statement, in words that tell its author what to change. */
import { messageOf, SentinelError } from "../../errors.ts";
import { didYouMean } from "../../nearest.ts";
import { isDamage } from "../instance.ts";
import type { Relation } from "../schema.ts";

/** Maps an error of a read; `relations` are the names that may have been meant. */
export function explainError(error: unknown, sql: string, relations: Relation[]): SentinelError {
  if (error instanceof SentinelError) return error;
  const text = messageOf(error);
  const told = firstLine(text).replace(/^[A-Z]\w* Error: /, "");

  const table = /Table with name (\S+) does not exist/i.exec(text)?.[1];
  if (table !== undefined) return noSuchTable(table, relations, error);
  const column = /Referenced column "([^"]+)" not found|does not have a column named "([^"]+)"/i.exec(text);
  if (column !== null) {
    const name = column[1] ?? column[2] ?? "";
    const known = new Set(relations.filter((relation) => sql.includes(relation.name)).flatMap(columnNames));
    const candidates = known.size > 0 ? known : new Set(relations.flatMap(columnNames));
    return new SentinelError("invalid", `there is no column ${name}${position(text)}`, {
      cause: error,
      hint: didYouMean(name, candidates, "sentinel describe TABLE lists the columns"),
    });
  }
  if (/^Interrupt Error|INTERRUPT Error/i.test(text)) {
    return new SentinelError("busy", "the statement was stopped", { cause: error });
  }
  if (/^Out of Memory Error/i.test(text)) {
    return new SentinelError("busy", "the statement needs more memory than it may use", {
      cause: error,
      hint: "narrow the window or select fewer columns; sql.memory in settings.json is the limit",
    });
  }
  if (isDamage(text) || /^(IO|FATAL|INTERNAL) Error/i.test(text)) {
    return new SentinelError("internal", `the lake could not be read: ${told}`, {
      cause: error,
      hint: "run the command again: a damaged lake is moved aside at the next start and filled by sync",
    });
  }
  const hint = /Did you mean "([^"]+)"/.exec(text)?.[1];
  return new SentinelError("invalid", `${told}${position(text)}`, {
    cause: error,
    ...(hint !== undefined && { hint: `did you mean ${hint}?` }),
  });
}

/** Maps an error of a write, which is never its caller's fault. */
export function explainWriteError(error: unknown, path: string): SentinelError {
  if (error instanceof SentinelError) return error;
  const text = messageOf(error);
  const full = /no space left|disk full|ENOSPC/i.test(text);
  return new SentinelError("internal", `${path} could not be written: ${firstLine(text)}`, {
    cause: error,
    hint: full ? "make room on the disk, then sync again" : "nothing of the batch was stored; sync again",
  });
}

export function noSuchTable(name: string, relations: Relation[], cause?: unknown): SentinelError {
  return new SentinelError("not_found", `there is no table ${name}`, {
    cause,
    hint: didYouMean(
      name,
      relations.map((relation) => relation.name),
      "sentinel tables lists them",
    ),
  });
}

const columnNames = (relation: Relation) => relation.columns.map(({ name }) => name);
const firstLine = (text: string) => text.split("\n")[0] ?? text;

/** DuckDB prints the line and a caret under the place. Long lines are cut from the left, so the column may be unknown. */
function position(text: string): string {
  const match = /\nLINE (\d+): (.*)\n( *)\^/.exec(text);
  if (match === null) return "";
  const [, line = "", shown = "", indent = ""] = match;
  const column = indent.length - `LINE ${line}: `.length + 1;
  return shown.startsWith("...") || column < 1 ? ` at line ${line}` : ` at line ${line}, column ${column}`;
}
