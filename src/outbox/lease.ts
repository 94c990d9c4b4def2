/** Who holds a letter, and whether it still can. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

/** Longer than any handler may take; a holder on this host that died is noticed at once. */
export const LEASE_MS = 120_000;

/** Tells this process from an earlier one with the same number: in a container every one is number 1. */
const INCARNATION = randomUUID().slice(0, 8);

/** `host/pid/incarnation` of this process. */
export function leaseHolder(): string {
  return `${hostname()}/${process.pid}/${INCARNATION}`;
}

/** Whether the lease is over: its time is up, or its holder is a process of this host that no longer lives. */
export function isOver(lease: { lease_by: string | null; lease_until: string | null }, at: Date): boolean {
  if (lease.lease_by === null || lease.lease_until === null) return true;
  return lease.lease_until <= at.toISOString() || isDead(lease.lease_by);
}

function isDead(holder: string): boolean {
  const [host, pid, incarnation] = holder.split("/");
  if (host !== hostname() || pid === undefined) return false;
  if (Number(pid) === process.pid) return incarnation !== INCARNATION;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM: it lives and belongs to another user.
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
