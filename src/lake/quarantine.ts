import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";

const MAGIC = "DUCK";
const MAGIC_AT = 8;

/** Why a file is not to be opened as a lake, without opening it; undefined when nothing speaks against it. */
export function reasonToMoveAside(path: string): string | undefined {
  if (!existsSync(path) || !statSync(path).isFile()) return undefined;
  // A start that was killed before DuckDB wrote its header leaves an empty file, in which nothing can be lost.
  if (statSync(path).size === 0) {
    rmSync(path);
    return undefined;
  }
  if (existsSync(markOf(path))) return readFileSync(markOf(path), "utf8");
  const start = Buffer.alloc(MAGIC_AT + MAGIC.length);
  const file = openSync(path, "r");
  try {
    const read = readSync(file, start, 0, start.length, 0);
    const magic = start.toString("latin1", MAGIC_AT, read);
    return magic === MAGIC ? undefined : "it is not a DuckDB file";
  } finally {
    closeSync(file);
  }
}

/** Renames the file and its log, so that nothing is lost and a new lake can be made in its place. */
export function moveAside(path: string, at: Date): string {
  const target = freeName(`${path}.corrupt-${at.toISOString().replaceAll(/[:.]/g, "-")}`);
  renameSync(path, target);
  // A log that stayed behind would be replayed into the new file.
  if (existsSync(`${path}.wal`)) renameSync(`${path}.wal`, `${target}.wal`);
  rmSync(markOf(path), { force: true });
  return target;
}

/**
 * Notes that a block of an open lake turned out to be damaged. DuckDB reads blocks when they are needed, so the damage
 * may show long after the file was opened; the next start then moves the file aside.
 */
export function markDamaged(path: string, reason: string): void {
  writeFileSync(markOf(path), reason);
}

const markOf = (path: string) => `${path}.damaged`;

function freeName(wanted: string): string {
  for (let count = 0; ; count += 1) {
    const name = count === 0 ? wanted : `${wanted}-${count}`;
    if (!existsSync(name)) return name;
  }
}
