import { open, stat } from "node:fs/promises";
import { join } from "node:path";

import type { Row } from "../../contracts/ingest.ts";
import type { Posted } from "./log/record.ts";

/** Where it lies in the folder of the log: one JSON object a line. */
const FILE = "rejected.ndjson";

/** What was acknowledged and has no place in the lake: a row, a request that is none, or bytes of the log that are none. */
export type Rejected = { reason: string } & (
  | { table: string; row: Row; received_at: number }
  | { posted: Posted }
  | { segment: number; from: number; bytes: Buffer }
);

/** Keeps what cannot be stored, with the reason, for a person to look at. What comes behind it can then go on. */
export class Aside {
  readonly #folder: string;
  readonly #now: () => Date;
  #count = 0;

  constructor(folder: string, now: () => Date) {
    this.#folder = folder;
    this.#now = now;
  }

  /** How many since this process began. */
  get count(): number {
    return this.#count;
  }

  /** Resolves when it is on disk; after a crash the same may come again. */
  async put(rejected: Rejected): Promise<void> {
    const line = JSON.stringify({ rejected_at: this.#now().toISOString(), ...plain(rejected) });
    const file = await open(join(this.#folder, FILE), "a", 0o600);
    try {
      await file.writeFile(`${line}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
    this.#count += 1;
  }
}

function plain(rejected: Rejected): object {
  if ("row" in rejected) return { ...rejected, received_at: new Date(rejected.received_at).toISOString() };
  if ("bytes" in rejected) return { ...rejected, bytes: rejected.bytes.toString("base64") };
  const { body, received_at, ...how } = rejected.posted;
  return {
    reason: rejected.reason,
    ...how,
    received_at: new Date(received_at).toISOString(),
    body: body.toString("base64"),
  };
}

/** The file and its size; undefined when nothing was ever put aside. */
export async function asideIn(folder: string): Promise<{ path: string; bytes: number } | undefined> {
  const path = join(folder, FILE);
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? undefined : { path, bytes: found.size };
}
