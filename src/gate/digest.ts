import { createHash } from "node:crypto";

import canonicalize from "canonicalize";

import type { Json } from "../contracts/action.ts";
import type { Approval } from "../contracts/approval.ts";

export type Approved = Pick<Approval, "action" | "args" | "evidence" | "preconditions">;

/**
 * What a person approves, as SHA-256 (hex) over its canonical JSON (RFC 8785): the action with its exact arguments,
 * the evidence by hash, and the state of the world it was proposed for. The order of the evidence does not matter.
 */
export function digestOf({ action, args, evidence, preconditions }: Approved): string {
  const sorted = evidence
    .map(({ id, hash }) => ({ id, hash }))
    .toSorted((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
  return createHash("sha256")
    .update(canonical({ action, args, evidence: sorted, preconditions }))
    .digest("hex");
}

/** Canonical JSON: equal values give equal text, which is how arguments and preconditions are stored and compared. */
export function canonical(value: Json): string {
  return canonicalize(value) ?? "null";
}
