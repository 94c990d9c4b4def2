/** Whether an error, or what caused it, says that there is no room left: SQLite, DuckDB and Node each have a word. */
export function isDiskFull(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause ? String(cause.code) : "";
    if (code === "SQLITE_FULL" || code === "ENOSPC") return true;
    if (/no space left on device|database or disk is full|ENOSPC/i.test(cause.message)) return true;
  }
  return false;
}
