import { appendAudit } from "../audit/append.ts";
import type { GateContext } from "../gate/context.ts";
import { readButtonValue } from "./button-value.ts";
import type { Interaction } from "./read-interaction.ts";

/** Records a verified click that never got as far as the gate's verbs; those record what they turn down themselves. */
export async function recordClickDenial(
  { state, now, anchor }: Pick<GateContext, "state" | "now" | "anchor">,
  interaction: Interaction,
  why: string,
): Promise<void> {
  const { user, team, app } = interaction;
  const subject = interaction.kind === "click" ? readButtonValue(interaction.value)?.id : undefined;
  await state.write((db) =>
    appendAudit(db, {
      kind: "decision.denied",
      by: { name: `slack:${user}`, via: "slack" },
      subject: subject ?? "unknown",
      data: { why, team, app },
      at: now(),
    }),
  );
  await anchor?.();
}
