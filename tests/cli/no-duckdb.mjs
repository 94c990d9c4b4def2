// Preloaded by a test: a command that must stay light fails when it loads a database.
import { register } from "node:module";

const hook = `export async function resolve(specifier, context, next) {
  if (/duckdb|better-sqlite3|snowflake|octokit|slack/.test(specifier)) throw new Error("loaded " + specifier);
  return next(specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
