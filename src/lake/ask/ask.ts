/** Reads: one statement on a connection of its own, under a deadline and a cap on rows. */
import type { DuckDBConnection, DuckDBInstance, DuckDBResult } from "@duckdb/node-api";

import type { Answer, Params } from "../../contracts/query.ts";
import { SentinelError } from "../../errors.ts";
import type { Relation } from "../schema.ts";
import { bind } from "./bind.ts";
import { explainError } from "./explain-error.ts";
import { guard } from "./guard.ts";
import { jsonSafe } from "./json-safe.ts";

export type AskOptions = {
  /** Milliseconds until the statement is stopped; 30,000 when not given. */
  deadline_ms?: number;
  /** Rows after which the answer is cut and marked `truncated`; 100,000 when not given. */
  max_rows?: number;
  signal?: AbortSignal;
};

const DEADLINE_MS = 30_000;
const MAX_ROWS = 100_000;
/** How many texts of statements that passed the guard are remembered: detectors ask the same few again and again. */
const REMEMBERED = 500;

export class Reader {
  readonly #instance: DuckDBInstance;
  readonly #relations: Relation[];
  readonly #on_damage: (error: unknown) => void;
  readonly #passed = new Map<string, string[]>();
  readonly #open = new Set<DuckDBConnection>();
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
    return this.#connected(sql, options, async (connection) => {
      await this.#guard(connection, sql);
      const statement = await connection.prepare(sql);
      bind(statement, params);
      return answerOf(await statement.stream(), options.max_rows ?? MAX_ROWS);
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
    { deadline_ms = DEADLINE_MS, signal }: AskOptions,
    work: (connection: DuckDBConnection) => Promise<Result>,
  ): Promise<Result> {
    if (this.#closed) throw new SentinelError("internal", "the lake is closed");
    if (signal?.aborted) throw cancelled(signal);
    const connection = await this.#instance.connect();
    this.#open.add(connection);
    const stopper = stopAfter(connection, deadline_ms, signal);
    try {
      return await work(connection);
    } catch (error) {
      this.#on_damage(error);
      throw stopper.reason() ?? explainError(error, sql, this.#relations);
    } finally {
      stopper.clear();
      connection.disconnectSync();
      this.#open.delete(connection);
    }
  }
}

async function answerOf(result: DuckDBResult, max_rows: number): Promise<Answer> {
  const names = result.deduplicatedColumnNames();
  const types = result.columnTypes();
  const columns = names.map((name, index) => ({ name, type: String(types[index]) }));
  const rows: Record<string, unknown>[] = [];
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return { columns, rows, truncated: false };
    for (const values of chunk.getRows()) {
      if (rows.length === max_rows) return { columns, rows, truncated: true };
      rows.push(
        Object.fromEntries(
          names.map((name, index) => {
            const type = types[index];
            return [name, type === undefined ? null : jsonSafe(values[index] ?? null, type)];
          }),
        ),
      );
    }
  }
}

/** Stops what the connection runs at the deadline or on abort. */
function stopAfter(connection: DuckDBConnection, deadline_ms: number, signal: AbortSignal | undefined) {
  let reason: SentinelError | undefined;
  let again: NodeJS.Timeout | undefined;
  const stop = (why: SentinelError) => {
    reason ??= why;
    connection.interrupt();
    // An interrupt between two steps of a statement is lost: the next step starts with a clean slate.
    again ??= setInterval(() => connection.interrupt(), 20);
  };
  const aborted = () => stop(cancelled(signal));
  const timer = setTimeout(() => {
    stop(
      new SentinelError("busy", `the statement took longer than ${deadline_ms} ms`, {
        hint: "narrow the window, or raise sql.deadline_ms in settings.json",
      }),
    );
  }, deadline_ms);
  signal?.addEventListener("abort", aborted, { once: true });
  return {
    reason: () => reason,
    clear() {
      clearTimeout(timer);
      clearInterval(again);
      signal?.removeEventListener("abort", aborted);
    },
  };
}

const cancelled = (signal: AbortSignal | undefined) =>
  new SentinelError("busy", "the statement was cancelled", { cause: signal?.reason });
