/** Every file of the query library is what its header says, as DuckDB sees it. */
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { QueryDefinition } from "../src/contracts/query.ts";
import { bindParams } from "../src/queries/params.ts";
import { library, openWorld, type World } from "./incidents/world.ts";

const NOW = new Date("2026-03-02T12:00:00Z");

let world: World;
let empty: DuckDBConnection;
beforeAll(async () => {
  world = await openWorld();
  // The lake's tables once more, without rows: only DuckDB itself tells the types of an unbound statement.
  empty = await (await DuckDBInstance.create(":memory:")).connect();
  for (const { name, columns } of await world.lake.tables()) {
    await empty.run(
      `create table ${name} (${columns.map((column) => `"${column.name}" ${column.type}`).join(", ")})`,
    );
  }
});
afterAll(() => world.close());

describe.each([...library.values()])("$id", (query) => {
  it("reads what it says", async () => {
    expect([...query.reads].toSorted()).toEqual([...(await world.lake.read_tables(query.sql))].toSorted());
    expect(query.reads).toEqual(expect.arrayContaining(query.optional));
  });

  it("takes what it says, casts every parameter and has no other", async () => {
    const statement = await empty.prepare(query.sql);
    const names = Array.from({ length: statement.parameterCount }, (_, index) =>
      statement.parameterName(index + 1),
    );
    expect(query.params.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    for (const { name, type } of query.params) {
      const uses = [...code(query).matchAll(new RegExp(`\\$${name}\\b(?:::(\\w+(?:\\[\\])?))?`, "g"))];
      expect(uses.map(([, cast]) => cast?.toUpperCase())).toEqual(uses.map(() => type));
    }
  });

  it("returns what it says, with its defaults and from an empty lake too", async () => {
    const needed = query.params.filter((param) => param.default === undefined).map(({ name }) => [name, "x"]);
    const answer = await world.lake.ask(query.sql, bindParams(query, Object.fromEntries(needed), NOW));
    const columns = answer.columns.map(({ name, type }) => `${name} ${type}`);
    expect(query.returns.map(({ name, type }) => `${name} ${type}`)).toEqual(columns);
    expect(columns).toContain("connection VARCHAR");
    expect(answer.rows).toEqual([]);
  });

  it("keeps the rules of the house", () => {
    const sql = code(query);
    expect(query.question).toMatch(/\?$/);
    expect(query.caveats.length).toBeGreaterThan(0);
    expect(sql).not.toMatch(/select\s+(?:\w+\.)?\*/i);
    expect(sql).not.toMatch(/(?<!rows )\bbetween\b/i);
    expect(sql).not.toMatch(/\t/);
    expect(withoutText(sql)).toEqual(withoutText(sql).toLowerCase());
    const ends = [query.window?.from, query.window?.to].map((end) => end?.split("-")[0]);
    expect(["since,until", "at,at", ","]).toContain(ends.join(","));
  });
});

const code = ({ sql }: QueryDefinition): string =>
  sql.replaceAll(/^--.*$/gm, "").replaceAll(/^ *--.*$/gm, "");
const withoutText = (sql: string): string => sql.replaceAll(/'(?:[^']|'')*'/g, "''");
