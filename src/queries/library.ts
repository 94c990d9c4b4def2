import { readdirSync, readFileSync } from "node:fs";
import { basename, join, sep } from "node:path";

import type { QueryDefinition } from "../contracts/query.ts";
import { SentinelError } from "../errors.ts";
import { parseHeader } from "./header.ts";

/**
 * Every `queries/<topic>/<id>.sql` under the package root, by id. Throws `invalid` for a broken header and for
 * two files of one name, `not_found` when the folder is not there.
 */
export function loadLibrary(root: string): Map<string, QueryDefinition> {
  const folder = join(root, "queries");
  const library = new Map<string, QueryDefinition>();
  for (const path of sqlFiles(folder)) {
    const id = basename(path, ".sql");
    const topic = path.split(sep)[0] ?? "";
    if (library.has(id)) throw new SentinelError("invalid", `two queries are named ${id}`);
    const sql = readFileSync(join(folder, path), "utf8");
    library.set(id, { id, topic, ...parseHeader(sql, join("queries", path)) });
  }
  return library;
}

function sqlFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".sql"))
      .toSorted();
  } catch (cause) {
    throw new SentinelError("not_found", `the query library is not at ${folder}`, { cause });
  }
}
