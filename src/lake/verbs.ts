/** The calls of an open lake: reads on connections of their own, writes in turns on one. */
import PQueue from "p-queue";

import type { Row } from "../contracts/ingest.ts";
import type { Window } from "../contracts/table.ts";
import { SentinelError } from "../errors.ts";
import { Reader } from "./ask/ask.ts";
import { explainWriteError, noSuchTable } from "./ask/explain-error.ts";
import { knownLedger } from "./coverage/known-ledger.ts";
import { readCoverage, readWatermark, uncoveredIn } from "./coverage/questions.ts";
import { describeRelations } from "./describe.ts";
import { IngestQueue } from "./ingest/ingest-queue.ts";
import type { Lake } from "./lake.ts";
import { loadFiles } from "./load/load-files.ts";
import type { OpenFile } from "./open-file.ts";
import { replaceRows } from "./replace-rows.ts";
import { daysToLetGo, letGoBefore } from "./retain.ts";
import type { Relation } from "./schema.ts";

export function lakeVerbs(file: OpenFile, warn: (message: string) => void): Lake {
  const { writer, facts, derived, relations } = file;
  const reader = new Reader(file.instance, relations, file.on_error);
  const turns = new PQueue({ concurrency: 1 });
  const lane = <Result>(work: () => Promise<Result>): Promise<Result> => turns.add(work);
  const target = { writer, tables: facts, derived };
  const queue = new IngestQueue({ ...target, lane, warn });

  let closed = false;
  const explained = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (closed) throw new SentinelError("internal", "the lake is closed");
    try {
      return await work();
    } catch (error) {
      file.on_error(error);
      throw explainWriteError(error, file.path);
    }
  };
  const inTurn = <Result>(work: () => Promise<Result>) => explained(() => lane(work));
  const relation = (name: string): Relation => {
    const found = relations.find((candidate) => candidate.name === name);
    if (found === undefined) throw noSuchTable(name, relations);
    return found;
  };
  const replace = (table: string, rows: Row[]) => inTurn(() => replaceRows(writer, relation(table), rows));
  const ledger = knownLedger(reader, writer);
  const ledgerOf = async (table: string) => ledger(relation(table).made_from);

  return {
    quarantined: file.quarantined,
    ingest: (batch) => explained(() => queue.ingest(batch)),
    load: (given) =>
      inTurn(() => {
        const table = facts.find(({ name }) => name === given.table);
        if (table === undefined) throw noSuchTable(given.table, facts);
        return loadFiles(target, table, given);
      }),
    ask: (sql, params, options) => reader.ask(sql, params, options),
    parquet: (sql, options) => reader.parquet(sql, options),
    read_tables: (sql) => reader.tables(sql),
    coverage: async (table) =>
      table === undefined ? inTurn(() => readCoverage(writer, undefined)) : ledgerOf(table),
    uncovered: async (table: string, window: Window) => uncoveredIn(await ledgerOf(table), window),
    connections: async (table) =>
      [...new Set((await ledgerOf(table)).map(({ connection }) => connection))].toSorted(),
    watermark: async (connection, table) => {
      const { name } = relation(table);
      return inTurn(() => readWatermark(writer, connection, name));
    },
    tables: () => inTurn(() => describeRelations(writer, relations)),
    set_services: (rows) => replace("sentinel_services", rows),
    mirror: (table, rows) => replace(table, rows),
    async retain(days, now) {
      const deleted: Record<string, number> = {};
      for (const [name, limit] of Object.entries(days)) {
        const table = facts.find((candidate) => candidate.name === name);
        if (table === undefined) throw noSuchTable(name, facts);
        deleted[name] = 0;
        for (const end of await inTurn(() => daysToLetGo(writer, table, limit, now))) {
          deleted[name] += await inTurn(() => letGoBefore(writer, table, derived, end));
        }
      }
      return deleted;
    },
    async close() {
      closed = true;
      await queue.idle();
      await turns.onIdle();
      await reader.close();
      file.close();
    },
  };
}
