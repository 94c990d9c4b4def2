import BetterSqlite from "better-sqlite3";

/**
 * Copies the state at `from` into the new file `to` while others go on writing: the copy is the state of one moment.
 * Answers its schema version. Throws what SQLite and the disk throw.
 */
export async function copyState(from: string, to: string): Promise<number> {
  const source = new BetterSqlite(from, { readonly: true, fileMustExist: true });
  try {
    // An open read keeps to its moment. Without one the copy would begin again at each write of another process, and
    // under steady writing never end.
    source.exec("begin");
    const version = Number(source.pragma("user_version", { simple: true }));
    await source.backup(to);
    return version;
  } finally {
    source.close();
  }
}
