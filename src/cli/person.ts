import { userInfo } from "node:os";

import type { Principal } from "../contracts/principal.ts";
import type { Settings } from "../settings.ts";

/**
 * Who types: `--as`, else the user of the operating system. Whoever may read the home's files could change them as
 * well, so the role is admin; the name still counts, for nobody approves what they proposed themselves.
 */
export function personHere({ people }: Pick<Settings, "people">, as: string | undefined): Principal {
  const typed = as ?? userInfo().username;
  const known = people.find(({ name }) => name.toLowerCase() === typed.trim().toLowerCase());
  return { name: known?.name ?? typed.trim(), role: "admin", via: "cli" };
}
