/**
 * The narrow columns of a group of batches, in a temporary table: what decides whether all of their rows are new, and what
 * rollups need to know of them. Rows that are new go straight into their table and are never staged.
 */
import type { FactTable } from "../schema.ts";
import { quoted } from "../sql-text.ts";
import type { Writer } from "../writer.ts";
import type { Columns } from "./columns-of-rows.ts";
import type { HashTable } from "./hash-table.ts";
import { eachHash, hashOf, knownKeys } from "./known-keys.ts";
import { probedColumns } from "./probed-columns.ts";
import { append } from "./stage.ts";
import { spanOf } from "./span.ts";
import { storedPlaces } from "./stored-keys.ts";

export const probeOf = (table: FactTable) => `probe_${table.name}`;

export type Probed = {
  /** Places, in the order of the batches, of rows whose key may be stored already. */
  perhaps: number[];
  /** No key is stored or comes twice, and the rows can be stored as they are. */
  fresh: boolean;
};

/** Fills the table of the probe and says what is known of its keys, which are known from now on. */
export async function probe(writer: Writer, table: FactTable, batches: Columns[]): Promise<Probed> {
  const name = probeOf(table);
  const columns = probedColumns(table);
  const known = await knownKeys(writer, table);
  const typed = columns.map((column) => `${quoted(column.name)} ${column.type}`);
  await writer.run(`create or replace temp table ${quoted(name)} (${typed.join(", ")})`);
  await append(
    writer,
    name,
    "temp",
    batches.flatMap(({ probes }) => probes),
  );
  const { perhaps, twice } =
    known === undefined
      ? await askTable(writer, table, name, batches)
      : await askKnown(writer, table, name, known);
  const fresh = perhaps.length === 0 && !twice && (await hasGoodJson(writer, table));
  return { perhaps, fresh };
}

type Asked = { perhaps: number[]; twice: boolean };

async function askKnown(writer: Writer, table: FactTable, name: string, known: HashTable): Promise<Asked> {
  const hashes: number[] = [];
  const perhaps: number[] = [];
  await eachHash(writer, `select ${hashOf(table.key)} from ${quoted(name)}`, (low, high) => {
    if (known.has(low, high)) perhaps.push(hashes.length / 2);
    hashes.push(low, high);
  });
  let twice = false;
  for (let at = 0; at < hashes.length; at += 2) {
    const added = known.add(hashes[at] ?? 0, hashes[at + 1] ?? 0);
    twice ||= !added;
  }
  return { perhaps, twice };
}

async function askTable(writer: Writer, table: FactTable, name: string, batches: Columns[]): Promise<Asked> {
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  const span = spanOf(batches);
  if (span === undefined) return { perhaps: [], twice: false };
  const [counted] = await writer.rows<{ keys: number }>(
    `select count(distinct ${hashOf(table.key)})::double as keys from ${quoted(name)}`,
  );
  const perhaps = await storedPlaces(writer, table, name, { rows, span });
  return { perhaps, twice: counted?.keys !== rows };
}

async function hasGoodJson(writer: Writer, table: FactTable): Promise<boolean> {
  const texts = table.columns
    .filter(({ type }) => type === "JSON")
    .map(({ name }) => `${quoted(name)}::varchar`);
  if (texts.length === 0) return true;
  const good = texts.map((text) => `coalesce(bool_and(json_valid(${text})), true)`).join(" and ");
  const [row] = await writer.rows<{ good: boolean }>(`select ${good} as good from ${quoted(probeOf(table))}`);
  return row?.good === true;
}
