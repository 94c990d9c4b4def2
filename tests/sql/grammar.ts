/** Statements out of a grammar that knows what an attacker would write: every function of DuckDB, files, catalogue, depth. */

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

export type Words = { functions: string[]; tables: string[]; files: string[] };

const OPERATORS = [
  "+",
  "-",
  "*",
  "/",
  "||",
  "=",
  "<>",
  "<",
  "and",
  "or",
  "like",
  "ilike",
  "~",
  "glob",
  "->>",
  "^",
  "<<",
  "in",
];
const TYPES = [
  "int",
  "varchar",
  "double",
  "timestamp",
  "json",
  "hugeint",
  "varchar[]",
  "blob",
  "interval",
  "struct(a int)",
];
const CATALOGUE = [
  "sqlite_master",
  "duckdb_settings",
  "information_schema.tables",
  "pg_catalog.pg_class",
  "system.main.duckdb_tables",
  "sentinel_internal.definitions",
];
const COLUMNS = ["connection", "agent", "hour", "cost_usd", "name", "a", "x"];
const COMMANDS = [
  "set threads = 4",
  "drop table t",
  "copy t to 'x'",
  "attach 'x'",
  "pragma version",
  "install httpfs",
];

/** A source of statements that nest up to `depth`. */
export function statements(random: () => number, words: Words): () => string {
  const one = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const some = (most: number, make: () => string, between = ", ") =>
    Array.from({ length: 1 + Math.floor(random() * most) }, make).join(between);
  const spelt = (name: string) =>
    one([name, name, name.toUpperCase(), `"${name}"`, `main.${name}`, `system.main.${name}`]);
  const name = (text: string) => (/^[a-z_]\w*$/i.test(text) ? spelt(text) : `"${text}"`);

  const constant = () =>
    one([
      () => String(Math.floor(random() * 100)),
      () => one(["1000000000", "-1", "1e308", "null", "true", "9223372036854775807", "interval 1 hour"]),
      () =>
        quoted(
          one([...words.files, "%a%a_b", "{:>999999999}", "sqlite_master", "a", "$.x", "(a*)*b", "select 1"]),
        ),
    ])();
  const expression = (depth: number): string => {
    if (depth <= 0) return one([constant, () => one(COLUMNS)])();
    const inner = () => expression(depth - 1);
    return one([
      constant,
      () => one(COLUMNS),
      () => `${inner()} ${one(OPERATORS)} ${inner()}`,
      () => `${name(one(words.functions))}(${random() < 0.1 ? "" : some(3, inner)})`,
      () => `${name(one(words.functions))}(${some(3, inner)})`,
      () => `(${inner()}).${one(words.functions)}(${random() < 0.5 ? "" : inner()})`,
      () => `(${select(depth - 1)})`,
      () => `exists (${select(depth - 1)})`,
      () => `${inner()}::${one(TYPES)}`,
      () => `case when ${inner()} then ${inner()} else ${inner()} end`,
      () => `[${some(3, inner)}]`,
      () => `{'a': ${inner()}}`,
      () => `list_transform([${some(3, inner)}], ${one(["x -> ", "lambda x: ", "(x, i) -> "])}${inner()})`,
      () => `${name(one(words.functions))}(${inner()}) over (order by ${inner()})`,
      () => `array(${select(depth - 1)})`,
    ])();
  };
  const source = (depth: number): string => {
    if (depth <= 0) return one(words.tables);
    return one([
      () => one(words.tables),
      () => one(words.tables),
      () => quoted(one(words.files)),
      () => `"${one(words.files)}"`,
      () => one(CATALOGUE),
      () => `c${Math.floor(random() * 3)}`,
      () => `(${select(depth - 1)})`,
      () => `${name(one(words.functions))}(${some(2, () => expression(depth - 1))})`,
      () => `range(${one(["3", "10", "1000", "100000000000"])}) r(a)`,
      () =>
        `${source(depth - 1)} ${one(["join", "left join", "positional join", "asof join"])} ${source(depth - 1)} ${one(["on true", "using (agent)", ""])}`,
      () => `${source(depth - 1)}, lateral (${select(depth - 1)})`,
      () => `(${one(["describe", "summarize", "show"])} ${source(depth - 1)})`,
      () => `(pivot ${source(depth - 1)} on a in (1, 2) using count(*))`,
      () => `(values (${some(3, () => expression(depth - 1))}))`,
    ])();
  };
  const plain = (depth: number): string => {
    const from = random() < 0.8 ? ` from ${source(depth)}` : "";
    const where = random() < 0.3 ? ` where ${expression(depth - 1)}` : "";
    const rest =
      random() < 0.3
        ? one([" group by all", " order by all", " limit 3", " qualify true", " using sample 10"])
        : "";
    return `select ${random() < 0.3 ? "*" : some(3, () => expression(depth))}${from}${where}${rest}`;
  };
  const select = (depth: number): string => {
    if (depth <= 0) return plain(0);
    return one([
      () => plain(depth),
      () => plain(depth),
      () => `from ${source(depth)}`,
      () =>
        `${plain(depth - 1)} ${one(["union all", "union by name", "except", "intersect"])} ${plain(depth - 1)}`,
      () =>
        `with ${random() < 0.4 ? "recursive " : ""}${some(2, () => `${one(["c0", "c1", "c2", ...CATALOGUE.slice(0, 2)])} as (${select(depth - 1)})`)} ${select(depth - 1)}`,
      () => `with recursive c0 as (select 1 as a union all ${plain(depth - 1)}) ${plain(depth - 1)}`,
    ])();
  };
  return () => {
    const statement = select(1 + Math.floor(random() * 4));
    const chance = random();
    if (chance < 0.03) return `${statement}; ${one(COMMANDS)}`;
    if (chance < 0.06) return one(COMMANDS);
    return chance < 0.1
      ? `${one(["explain ", "explain analyze ", "describe ", "summarize ", "/* */ "])}${statement}`
      : statement;
  };
}
