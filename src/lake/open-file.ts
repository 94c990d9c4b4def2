import type { DuckDBInstance } from "@duckdb/node-api";

import type { AnyTable } from "../contracts/table.ts";
import { messageOf } from "../errors.ts";
import { isDamage, openInstance, type InstanceOptions } from "./instance.ts";
import { migrateTables } from "./migrate.ts";
import { ownTables } from "./own-tables.ts";
import { markDamaged } from "./quarantine.ts";
import { derivedFrom, refreshDerived, type Derived } from "./rollups/derived.ts";
import { factTable, type FactTable, type Relation } from "./schema.ts";
import { Writer } from "./writer.ts";

/** The lake's file, open and in line with the contracts. */
export type OpenFile = {
  path: string;
  instance: DuckDBInstance;
  writer: Writer;
  facts: FactTable[];
  derived: Derived;
  /** Everything that can be read by name. */
  relations: Relation[];
  quarantined: string | undefined;
  /** To be told every error: one that shows damage has the file moved aside at the next start. */
  on_error: (error: unknown) => void;
  close: () => void;
};

/** Throws as `openInstance` does, and `conflict` when a column cannot take its new type. */
export async function openFile(options: InstanceOptions, tables: AnyTable[]): Promise<OpenFile> {
  const { path } = options;
  const { instance, quarantined } = await openInstance(options);
  const writer = new Writer(await instance.connect());
  const close = () => {
    writer.connection.disconnectSync();
    instance.closeSync();
  };
  const on_error = (error: unknown) => {
    if (isDamage(messageOf(error))) markDamaged(path, messageOf(error));
  };
  try {
    const facts = tables.map(factTable);
    const derived = derivedFrom(facts);
    await writer.run("set global timezone = 'UTC'");
    await writer.run("set global lock_configuration = true");
    await migrateTables(writer, [...facts, ...derived.rollups, ...ownTables]);
    await refreshDerived(writer, derived);
    const relations: Relation[] = [...facts, ...derived.rollups, ...derived.views, ...ownTables];
    return { path, instance, writer, facts, derived, relations, quarantined, on_error, close };
  } catch (error) {
    on_error(error);
    close();
    // Damage that shows only now is treated as damage that shows at once: a new file takes its place.
    if (isDamage(messageOf(error)) && quarantined === undefined) return openFile(options, tables);
    throw error;
  }
}
