/** Who does something, and by which way. */

/** In order of power; `agent` may only send its spans, read and answer its own kill order, and is outside the order. */
export const ROLES = ["viewer", "operator", "approver", "admin"] as const;
export type Role = (typeof ROLES)[number];

export type Via = "auto" | "slack" | "web" | "cli" | "key";

export type Principal = {
  /** The person, the same in Slack, on the web and at the command line: it decides about self-approval. */
  name: string;
  role: Role | "agent";
  via: Via;
};

/** What Sentinel does by itself. */
export const SENTINEL: Principal = { name: "sentinel", role: "operator", via: "auto" };

export function mayActAs({ role }: Pick<Principal, "role">, needed: Role): boolean {
  return role !== "agent" && ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
