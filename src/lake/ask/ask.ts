/** Reads: one statement on a connection of its own, under a deadline and a cap on rows. */
import type { DuckDBConnection, DuckDBInstance, DuckDBResult } from "@duckdb/node-api";

import type { Answer, Params } from "../../contracts/query.ts";
import { SentinelError } from "../../errors.ts";
import type { Relation } from "../schema.ts";
import { answerOf } from "./answer-of.ts";
import { bind } from "./bind.ts";
import { explainError } from "./explain-error.ts";
import { guard } from "./guard.ts";
import { Places } from "./places.ts";
import { cancelled, stopAfter } from "./stop-after.ts";
import { writeParquet, type ParquetFile } from "./write-parquet.ts";

export type AskOptions = {
  /** Milliseconds until the statement is stopped; 30,000 when not given. */
  deadline_ms?: number;
  /** Rows after which the answer is cut and marked `truncated`; 100,000 when not given. */
  max_rows?: number;
  /** Bytes, as JSON, after which it is cut likewise; 256 MB when not given. */
  max_bytes?: number;
  /** Bytes by which the process may grow meanwhile. Given for statements of strangers: two of them run at a time. */
  growth_bytes?: number;
  /** Moments for parameters of these names; one that the statement does not have is left out. */
  moments?: Record<string, Date>;
  signal?: AbortSignal;
};

const DEADLINE_MS = 30_000;
const MAX_ROWS = 100_000;
const MAX_BYTES = 256_000_000;
/** How many texts of statements that passed the guard are remembered: detectors ask the same few again and again. */
const REMEMBERED = 500;
const STRANGERS = 2;

export class Reader {
  readonly #instance: DuckDBInstance;
  readonly #relations: Relation[];
  readonly #on_damage: (error: unknown) => void;
  readonly #passed = new Map<string, string[]>();
  readonly #open = new Set<DuckDBConnection>();
  readonly #strangers = new Places(STRANGERS);
  #closed = false;

  constructor(instance: DuckDBInstance, relations: Relation[], on_damage: (error: unknown) => void) {
    this.#instance = instance;
    this.#relations = relations;
    this.#on_damage = on_damage;
  }

  /**
   * Runs one SELECT. Throws `not_found` for an unknown table, `invalid` for anything else that is wrong with the
   * statement or its parameters, `busy` past the deadline, when aborted and when memory runs out.
   */
  async ask(sql: string, params: Params = {}, options: AskOptions = {}): Promise<Answer> {
    const { max_rows = MAX_ROWS, max_bytes = MAX_BYTES } = options;
    return this.#run(sql, params, options, (result) => answerOf(result, { max_rows, max_bytes }));
  }

  /** The same as a Parquet file. */
  async parquet(sql: string, options: AskOptions = {}): Promise<ParquetFile> {
    const { max_rows = MAX_ROWS } = options;
    return this.#run(sql, {}, options, (result) => writeParquet(result, max_rows));
  }

  #run<Result>(
    sql: string,
    params: Params,
    options: AskOptions,
    take: (result: DuckDBResult) => Promise<Result>,
  ): Promise<Result> {
    return this.#connected(sql, options, async (connection) => {
      await this.#guard(connection, sql);
      const statement = await connection.prepare(sql);
      try {
        bind(statement, params, options.moments);
        return await take(await statement.stream());
      } finally {
        // Else what it holds stays until the collector happens to look at it.
        statement.destroySync();
      }
    });
  }

  /** Tables and views that a statement names, each once. Throws as `ask` does for a statement that may not be asked. */
  async tables(sql: string): Promise<string[]> {
    return this.#connected(sql, {}, (connection) => this.#guard(connection, sql));
  }

  async close(): Promise<void> {
    this.#closed = true;
    while (this.#open.size > 0) {
      for (const connection of this.#open) connection.interrupt();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async #guard(connection: DuckDBConnection, sql: string): Promise<string[]> {
    const known = this.#passed.get(sql);
    if (known !== undefined) return known;
    const tables = await guard(connection, sql, this.#relations);
    if (this.#passed.size >= REMEMBERED) this.#passed.clear();
    this.#passed.set(sql, tables);
    return tables;
  }

  async #connected<Result>(
    sql: string,
    { deadline_ms = DEADLINE_MS, growth_bytes, signal }: AskOptions,
    work: (connection: DuckDBConnection) => Promise<Result>,
  ): Promise<Result> {
    const leave = growth_bytes === undefined ? () => {} : await this.#strangers.take(deadline_ms);
    if (this.#closed || signal?.aborted === true) {
      leave();
      throw this.#closed ? new SentinelError("internal", "the lake is closed") : cancelled(signal);
    }
    const connection = await this.#instance.connect();
    this.#open.add(connection);
    const stopper = stopAfter(connection, { deadline_ms, growth_bytes, signal });
    const working = work(connection).finally(() => {
      stopper.clear();
      connection.disconnectSync();
      this.#open.delete(connection);
      leave();
    });
    working.catch(() => undefined);
    try {
      const result = await Promise.race([working, stopper.given_up]);
      // A result that is interrupted between two chunks looks like one that has ended.
      if (stopper.reason() === undefined) return result;
      throw stopper.reason();
    } catch (error) {
      this.#on_damage(error);
      throw stopper.reason() ?? explainError(error, sql, this.#relations);
    }
  }
}
