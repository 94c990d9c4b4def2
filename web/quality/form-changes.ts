/** What differs between two forms of a feature's outputs, key by key. */
import type { SchemaVersion } from "../types.ts";

type Snapshot = SchemaVersion["snapshot"];

/** A key in one form: its types, and in which share of the JSON outputs it is. */
export type KeyForm = { types: string[]; share: number; required: boolean };

export type KeyChange = {
  key: string;
  change: "added" | "gone" | "changed" | "same";
  before: KeyForm | undefined;
  after: KeyForm | undefined;
};

const ORDER = { gone: 0, added: 1, changed: 2, same: 3 };
/** From this difference of shares on a key is said to have changed. */
const WORTH_SAYING = 0.1;

/** What is no longer there first, then what is new, then the rest by name. Without a form before, all is the same. */
export function formChanges(before: Snapshot | undefined, after: Snapshot): KeyChange[] {
  const keys = new Set([...Object.keys(before?.types ?? {}), ...Object.keys(after.types)]);
  return [...keys]
    .map((key) => {
      const [old, now] = [before === undefined ? undefined : formOf(before, key), formOf(after, key)];
      return {
        key,
        before: old,
        after: now,
        change: before === undefined ? "same" : changeOf(old, now),
      } as const;
    })
    .toSorted((one, other) => ORDER[one.change] - ORDER[other.change] || one.key.localeCompare(other.key));
}

function formOf(snapshot: Snapshot, key: string): KeyForm | undefined {
  const types = snapshot.types[key];
  if (types === undefined) return undefined;
  const json = snapshot.outputs * snapshot.json_share;
  const share = json === 0 ? 0 : Math.min(1, (snapshot.seen[key] ?? 0) / json);
  return { types, share, required: snapshot.required.includes(key) };
}

function changeOf(before: KeyForm | undefined, after: KeyForm | undefined): KeyChange["change"] {
  if (before === undefined) return "added";
  if (after === undefined) return "gone";
  const moved =
    before.required !== after.required ||
    before.types.join() !== after.types.join() ||
    Math.abs(before.share - after.share) >= WORTH_SAYING;
  return moved ? "changed" : "same";
}
