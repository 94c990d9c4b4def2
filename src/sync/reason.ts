import { UpstreamError } from "../contracts/upstream-error.ts";
import { messageOf } from "../errors.ts";
import { redact } from "../secrets/redact.ts";
import { oneLine } from "./one-line.ts";

/**
 * Why rows are missing, as the report and the ledger say it: what happened, then what to do about it. `scope` is what
 * the table's endpoint needs; a refusal names it.
 */
export function reasonOf(error: unknown, scope: string): string {
  const said = oneLine(redact(messageOf(error)), 500);
  if (!(error instanceof UpstreamError)) return said;
  const hint = oneLine(redact(error.hint ?? ""), 500);
  const needs = error.kind === "denied" && !hint.includes(scope) ? ` (it needs ${scope})` : "";
  return `${said}${hint === "" ? "" : `; ${hint}`}${needs}`;
}
