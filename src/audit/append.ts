import { createHash } from "node:crypto";

import canonicalize from "canonicalize";

import type { Json } from "../contracts/action.ts";
import type { Principal } from "../contracts/principal.ts";
import type { StateDb } from "../state/open.ts";
import type { AuditRow } from "../state/rows/gate.ts";

/** What is recorded; each is one dotted word per thing and what happened to it. */
export type AuditKind =
  | `proposal.${"made" | "denied" | "expired" | "reminded"}`
  | `decision.${"approved" | "refused" | "denied"}`
  | `run.${"started" | "called" | "postponed" | "done" | "failed" | "unknown" | "reconciled" | "undo_asked" | "undone"}`
  | `order.${"placed" | "read" | "answered" | "revoked"}`
  | `settings.${"changed" | "rejected"}`
  | `gate.${"stopped" | "resumed"}`
  | `access.${"denied" | "key_created" | "key_revoked" | "login" | "logout"}`
  | `incident.${"acknowledged" | "resolved" | "snoozed" | "verdict"}`
  | `outbox.${"dead" | "replayed"}`
  | "schema.accepted"
  | `state.${"backed_up" | "restored"}`;

export type AuditEntry = {
  kind: AuditKind;
  by: Pick<Principal, "name" | "via">;
  /** Id of what it is about: an approval, an incident, a key. */
  subject: string;
  /** No secrets and no free text of sources. */
  data: { [name: string]: Json };
  at: Date;
};

/** Before the first entry. */
export const GENESIS = "0".repeat(64);

/**
 * Appends one entry to the hash chain. Call it inside the `state.write` of what it records: both stand or neither,
 * and the write lock keeps the chain from forking.
 */
export async function appendAudit(
  db: StateDb,
  { kind, by, subject, data, at }: AuditEntry,
): Promise<AuditRow> {
  const head = await db
    .selectFrom("audit")
    .select(["seq", "hash"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  const entry = {
    seq: (head?.seq ?? 0) + 1,
    at: at.toISOString(),
    kind,
    actor: by.name,
    via: by.via,
    subject,
    data: canonicalize(data) ?? "{}",
    previous_hash: head?.hash ?? GENESIS,
  };
  const row = { ...entry, hash: auditHash(entry) };
  await db.insertInto("audit").values(row).execute();
  return row;
}

/** SHA-256 (hex) over the canonical JSON (RFC 8785) of everything but the hash itself. */
export function auditHash(entry: Omit<AuditRow, "hash">): string {
  return createHash("sha256")
    .update(canonicalize(entry) ?? "")
    .digest("hex");
}
