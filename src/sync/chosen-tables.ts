import type { AnySource } from "../contracts/source.ts";
import { isFed, type FedTable } from "./table-run.ts";

/**
 * The tables of a source that names choose: the source (`github`), a table as `github.commits` or `github_commits`.
 * A table filled from another's feed chooses that one. Without names: all.
 */
export function chosenTables(source: AnySource, names: string[] | undefined): FedTable[] {
  const fed = source.tables.filter(isFed);
  if (names === undefined || names.includes(source.name)) return fed;
  const wanted = names.map((name) => name.replace(".", "_"));
  const feeds = source.tables
    .filter(({ name }) => wanted.includes(name))
    .map((table) => table.from ?? table.name);
  return fed.filter(({ name }) => feeds.includes(name));
}
