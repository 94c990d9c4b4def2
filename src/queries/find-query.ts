import type { QueryDefinition } from "../contracts/query.ts";
import { SentinelError } from "../errors.ts";
import { didYouMean } from "../nearest.ts";

/** A query of the library by its id. Throws `not_found` with the nearest ones. */
export function findQuery(library: Map<string, QueryDefinition>, id: string): QueryDefinition {
  const query = library.get(id);
  if (query !== undefined) return query;
  throw new SentinelError("not_found", `there is no query ${id}`, {
    hint: didYouMean(id, library.keys(), "`sentinel query` lists them"),
  });
}
