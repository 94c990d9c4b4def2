import { z } from "@hono/zod-openapi";

import { ask, exportParquet, type AdHocAnswer } from "../../console/ask.ts";
import type { CoverageRow } from "../../contracts/ingest.ts";
import { mayActAs, type Principal } from "../../contracts/principal.ts";
import { SentinelError } from "../../errors.ts";
import type { TableDescription } from "../../lake/describe.ts";
import { didYouMean } from "../../nearest.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, callerOf, defineRoute, ErrorAnswer, jsonBody } from "../route.ts";

const tags = ["lake"];
type ListedTable = Omit<TableDescription, "columns"> & Partial<Pick<TableDescription, "columns">>;
/** Rows in one answer over HTTP; more is what the command line is for. */
const MOST_ROWS = 10_000;
/** Bytes of one: a browser has to hold it as text, as values and as a table. */
const MOST_BYTES = 32_000_000;

const Moment = z.string().max(40).openapi({ description: "ISO 8601, now, or now-24h", example: "now-24h" });
/** One statement, and the span that `$from` and `$to` in it stand for. */
const Statement = z.strictObject({
  sql: z.string().min(1).max(100_000),
  range: z.strictObject({ from: Moment, to: Moment }).optional(),
});

const coverage = defineRoute("viewer", {
  method: "get",
  path: "/api/coverage",
  tags,
  summary: "Which interval of which table was fetched, when, from which API version",
  request: { query: z.object({ table: z.string().optional() }) },
  responses: answers<{ coverage: CoverageRow[] }>("the ledger, of one table or of all"),
});

const tables = defineRoute("viewer", {
  method: "get",
  path: "/api/tables",
  tags,
  summary: "Tables and views with their size and freshness",
  request: {
    query: z.object({
      columns: z
        .enum(["none", "all"])
        .default("none")
        .openapi({ description: "all: with what each column holds" }),
    }),
  },
  responses: answers<{ tables: ListedTable[] }>("the tables; their columns only when asked for"),
});

const table = defineRoute("viewer", {
  method: "get",
  path: "/api/tables/{name}",
  tags,
  summary: "What a table holds, column by column",
  request: { params: z.object({ name: z.string() }) },
  responses: answers<TableDescription>("the table with its columns"),
});

const sql = defineRoute("viewer", {
  method: "post",
  path: "/api/sql",
  tags,
  summary: "One read-only SQL statement over every table",
  request: {
    body: jsonBody(Statement.extend({ max_rows: z.int().min(1).max(MOST_ROWS).default(1_000) })),
  },
  responses: answers<AdHocAnswer>("columns, rows, and what the ledger says of their completeness"),
});

const parquet = defineRoute("viewer", {
  method: "post",
  path: "/api/sql/parquet",
  tags,
  summary: "The rows of one read-only SQL statement as a Parquet file",
  description: "x-sentinel-rows says how many rows are in it, x-sentinel-truncated whether there were more.",
  request: { body: jsonBody(Statement) },
  responses: {
    200: {
      description: "the file",
      content: { "application/vnd.apache.parquet": { schema: z.string().openapi({ format: "binary" }) } },
    },
    default: { description: "what went wrong", content: { "application/json": { schema: ErrorAnswer } } },
  },
});

/** What the lake holds, and questions to it. */
export function lakeRoutes({ sentinel }: ApiContext) {
  /** The audit log is as little for viewers here as it is at GET /api/audit. */
  const refuseAudit = async (by: Principal, statement: string) => {
    if (mayActAs(by, "operator")) return;
    const read = await (await sentinel.lake()).read_tables(statement);
    if (!read.includes("sentinel_audit")) return;
    throw new SentinelError("forbidden", `the role ${by.role} may not read sentinel_audit`, {
      hint: "it needs operator",
    });
  };
  return newRoutes()
    .openapi(coverage, async (c) => {
      const lake = await sentinel.lake();
      const rows = await lake.coverage(c.req.valid("query").table);
      return c.json({ coverage: rows }, 200);
    })
    .openapi(tables, async (c) => {
      const described = await (await sentinel.lake()).tables();
      const { columns } = c.req.valid("query");
      if (columns === "all") return c.json({ tables: described }, 200);
      return c.json({ tables: described.map(({ columns: _columns, ...rest }) => rest) }, 200);
    })
    .openapi(table, async (c) => {
      const { name } = c.req.valid("param");
      const described = await (await sentinel.lake()).tables();
      const found = described.find((one) => one.name === name);
      if (found !== undefined) return c.json(found, 200);
      const names = described.map((one) => one.name);
      throw new SentinelError("not_found", `there is no table ${name}`, {
        hint: didYouMean(name, names, "GET /api/tables lists them"),
      });
    })
    .openapi(sql, async (c) => {
      const { sql: statement, max_rows, range } = c.req.valid("json");
      await refuseAudit(callerOf(c), statement);
      const { deadline_ms } = sentinel.settings.sql;
      // Who went away needs no answer.
      const { signal } = c.req.raw;
      return c.json(
        await ask(sentinel, statement, { max_rows, max_bytes: MOST_BYTES, deadline_ms, signal, range }),
        200,
      );
    })
    .openapi(parquet, async (c) => {
      const { sql: statement, range } = c.req.valid("json");
      await refuseAudit(callerOf(c), statement);
      const { deadline_ms, max_rows } = sentinel.settings.sql;
      const file = await exportParquet(sentinel, statement, {
        max_rows,
        deadline_ms,
        range,
        signal: c.req.raw.signal,
      });
      return c.body(new Uint8Array(file.bytes), 200, {
        "content-type": "application/vnd.apache.parquet",
        "content-disposition": 'attachment; filename="sentinel.parquet"',
        "x-sentinel-rows": String(file.rows),
        "x-sentinel-truncated": String(file.truncated),
      });
    });
}
