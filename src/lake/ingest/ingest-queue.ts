import { setImmediate } from "node:timers/promises";

import type { Batch, IngestResult } from "../../contracts/ingest.ts";
import { SentinelError } from "../../errors.ts";
import type { FactTable } from "../schema.ts";
import { columnsOfRows, type Columns } from "./columns-of-rows.ts";
import { writeGroup, type GroupTarget } from "./write-group.ts";

type Pending = {
  batch: Batch;
  columns: Columns[];
  rows: number;
  resolve: (result: IngestResult) => void;
  reject: (error: unknown) => void;
};

export type IngestQueueOptions = GroupTarget & {
  /** Runs work when no other writer does. */
  lane: <Result>(work: () => Promise<Result>) => Promise<Result>;
  warn: (message: string) => void;
};

/** Rows of one transaction: enough to make its fixed cost small, few enough to be visible within a second. */
const GROUP_ROWS = 40_000;

/**
 * Takes batches in their order. Batches that arrive while a transaction runs share the next one, since small pages would
 * otherwise spend their time in commits; when it fails each is tried alone, so that a bad batch fails nobody else's.
 */
export class IngestQueue {
  readonly #options: IngestQueueOptions;
  readonly #byName: Map<string, FactTable>;
  #pending: Pending[] = [];
  #drained: Promise<void> | undefined;

  constructor(options: IngestQueueOptions) {
    this.#options = options;
    this.#byName = new Map(options.tables.map((table) => [table.name, table]));
  }

  async ingest(batch: Batch): Promise<IngestResult> {
    this.#table(batch.table);
    const columns = this.#columnsOf(batch);
    for (const part of columns) this.#report(part, batch);
    return new Promise((resolve, reject) => {
      this.#pending.push({
        batch,
        columns,
        rows: columns.reduce((sum, part) => sum + part.rows, 0),
        resolve,
        reject,
      });
      this.#drained ??= this.#drain();
    });
  }

  /** Turned into columns at once: this work overlaps with the transaction under way. */
  #columnsOf(batch: Batch): Columns[] {
    return Object.entries(batch.rows).map(([name, rows]) =>
      columnsOfRows(this.#table(name), rows, batch.connection, batch.fetched_at),
    );
  }

  /** Resolves when everything that was given is written. */
  async idle(): Promise<void> {
    await this.#drained;
  }

  /** Never rejects: each batch is told its own error. */
  async #drain(): Promise<void> {
    // Batches given in the same moment as the first share its transaction.
    await setImmediate();
    while (this.#pending.length > 0) {
      await this.#options.lane(() => this.#write(this.#nextGroup()));
    }
    this.#drained = undefined;
  }

  async #write(group: Pending[]): Promise<void> {
    const [first, ...others] = group;
    try {
      settle(group, await writeGroup(this.#options, group));
    } catch (error) {
      if (others.length > 0) for (const one of group) await this.#write([one]);
      else first?.reject(error);
      return;
    }
    for (const { columns } of group) for (const { release } of columns) release?.();
  }

  #nextGroup(): Pending[] {
    let rows = 0;
    let count = 0;
    for (const pending of this.#pending) {
      if (count > 0 && rows + pending.rows > GROUP_ROWS) break;
      rows += pending.rows;
      count += 1;
    }
    return this.#pending.splice(0, count);
  }

  #table(name: string): FactTable {
    const table = this.#byName.get(name);
    if (table !== undefined) return table;
    throw new SentinelError("not_found", `the lake has no table ${name} to put rows into`);
  }

  #report({ table, refused, odd }: Columns, batch: Batch): void {
    if (refused > 0) {
      this.#options.warn(
        `${refused} rows of ${table.name} (${batch.connection}) have no readable key or time; they were left out`,
      );
    }
    for (const [column, count] of odd) {
      this.#options.warn(
        `${count} values of ${table.name}.${column} (${batch.connection}) do not fit the column; they are null`,
      );
    }
  }
}

function settle(group: Pending[], results: IngestResult[]): void {
  group.forEach(({ resolve }, index) =>
    resolve(results[index] ?? { inserted: 0, replaced: 0, unchanged: 0 }),
  );
}
