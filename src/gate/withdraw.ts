import type { GateContext } from "./context.ts";
import { supersede, type Superseding } from "./supersede.ts";

/** Takes back what waits to be done to a pull request, since nothing is to be done any more. */
export async function withdraw(
  context: Pick<GateContext, "state" | "anchor">,
  superseding: Superseding,
): Promise<void> {
  await context.state.write((db) => supersede(db, superseding));
  await context.anchor?.();
}
