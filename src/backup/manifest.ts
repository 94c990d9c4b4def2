/** What a backup holds, and how to tell whether it still does. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { messageOf, SentinelError } from "../errors.ts";

export const MANIFEST = "manifest.json";

/** Names inside a backup. The lake is not in it: it can be pulled again. Nor are secrets: they are in the environment. */
export const FILES = { state: "state.sqlite", anchor: "audit.anchor", settings: "settings.json" } as const;

const StoredFile = z.object({ bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

export const Manifest = z.object({
  /** Of the backup's own layout. */
  format: z.literal(1),
  created_at: z.iso.datetime(),
  schema_version: z.int().positive(),
  /** Whether the audit chain was whole when it was copied; `entries` is its length. */
  audit: z.object({ entries: z.int().nonnegative(), ok: z.boolean() }),
  files: z.partialRecord(z.enum(FILES), StoredFile).and(z.object({ [FILES.state]: StoredFile })),
});
export type Manifest = z.infer<typeof Manifest>;
export type StoredFile = z.infer<typeof StoredFile>;

export async function describeFile(path: string): Promise<StoredFile> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return { bytes: statSync(path).size, sha256: hash.digest("hex") };
}

/**
 * Reads the manifest of a backup and compares every file with it. Throws `not_found` for a folder that is no backup,
 * `invalid` for one whose files are not those that were written.
 */
export async function checkFiles(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) {
    throw new SentinelError("not_found", `${folder} is no backup: it has no ${MANIFEST}`, {
      hint: "name a folder that `sentinel backup` has made",
    });
  }
  const manifest = readManifest(path);
  for (const [name, expected] of Object.entries(manifest.files)) {
    const file = join(folder, name);
    if (!existsSync(file)) throw spoilt(folder, `${name} is missing`);
    const { bytes, sha256 } = await describeFile(file);
    if (bytes !== expected.bytes)
      throw spoilt(folder, `${name} has ${bytes} bytes instead of ${expected.bytes}`);
    if (sha256 !== expected.sha256) throw spoilt(folder, `${name} does not have the SHA-256 of the manifest`);
  }
  return manifest;
}

function readManifest(path: string): Manifest {
  try {
    return Manifest.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new SentinelError("invalid", `${path} cannot be read as a manifest: ${messageOf(error)}`, {
      cause: error,
      hint: "use another backup; nothing was changed",
    });
  }
}

export const spoilt = (folder: string, why: string, cause?: unknown): SentinelError =>
  new SentinelError("invalid", `the backup in ${folder} is damaged: ${why}`, {
    cause,
    hint: "use another backup; nothing was changed",
  });
