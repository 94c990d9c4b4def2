import { useQuery } from "@tanstack/react-query";

import { sessionQuery } from "./queries.ts";

const ROLES = ["viewer", "operator", "approver", "admin"];

/** Whether who is signed in may do what needs this role. The server decides; the page only does not offer the rest. */
export function useMay(needed: "operator" | "approver" | "admin"): boolean {
  const { data } = useQuery(sessionQuery);
  return ROLES.indexOf(data?.principal?.role ?? "") >= ROLES.indexOf(needed);
}
