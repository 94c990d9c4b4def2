/** Which settings are in force is part of the record: they decide who may do what. */
import { createHash } from "node:crypto";

import canonicalize from "canonicalize";

import { appendAudit } from "../audit/append.ts";
import { SENTINEL, type Principal } from "../contracts/principal.ts";
import type { Settings } from "../settings.ts";
import type { State } from "../state/open.ts";

type Change = {
  before: Settings | undefined;
  after: Settings;
  at: Date;
  /** Who saved them; Sentinel, which saw the file change, when nobody said so. */
  by?: Pick<Principal, "name" | "via">;
};

/** Records the names of what changed and the hash of the whole; nothing when it is what was recorded last. */
export async function recordSettings(
  state: State,
  { before, after, at, by = SENTINEL }: Change,
): Promise<void> {
  const sha256 = hashOf(after);
  await state.write(async (db) => {
    const last = await db
      .selectFrom("audit")
      .select("data")
      .where("kind", "=", "settings.changed")
      .orderBy("seq", "desc")
      .executeTakeFirst();
    if (last !== undefined && last.data.includes(sha256)) return;
    // What was in force while nobody watched the file is known by its hash only.
    const data = { sha256, changed: before === undefined ? ["at start"] : changedPaths(before, after) };
    await appendAudit(db, { kind: "settings.changed", by, subject: "settings.json", data, at });
  });
}

/** Records that the file could not be used, and that what was in force stays. */
export async function recordRejectedSettings(state: State, problem: string, at: Date): Promise<void> {
  const entry = { by: SENTINEL, subject: "settings.json", data: { problem: problem.slice(0, 1_000) }, at };
  await state.write((db) => appendAudit(db, { kind: "settings.rejected", ...entry }));
}

/** `gate.life_minutes`: the second level tells what a change was about. */
function changedPaths(before: Settings, after: Settings): string[] {
  const [was, is] = [leaves(before), leaves(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => was.get(path) !== is.get(path))
    .toSorted();
}

function leaves(settings: Settings): Map<string, string> {
  return new Map(
    Object.entries(settings).flatMap(([name, value]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([inner, part]): [string, string] => [
            `${name}.${inner}`,
            canonicalize(part) ?? "",
          ])
        : [[name, canonicalize(value) ?? ""] as [string, string]],
    ),
  );
}

const hashOf = (settings: Settings): string =>
  createHash("sha256")
    .update(canonicalize(settings) ?? "")
    .digest("hex");
