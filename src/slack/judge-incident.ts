import { mayActAs, type Principal } from "../contracts/principal.ts";
import type { GateContext } from "../gate/context.ts";
import { giveVerdict } from "../incidents/give-verdict.ts";
import type { State } from "../state/open.ts";
import { ClickDenied } from "./click-denied.ts";
import type { Interaction } from "./read-interaction.ts";
import { verdictOf } from "./verdict-buttons.ts";

type Judged = Extract<Interaction, { kind: "verdict" }>;

/**
 * Keeps what a person says of an incident by a button under a message about it. Answers what to tell them. Throws
 * ClickDenied below operator, and for a value that the message clicked does not have.
 */
export async function judgeIncident(
  { state, now }: Pick<GateContext, "state" | "now">,
  by: Principal,
  { action, incident_id, channel, ts }: Judged,
): Promise<string> {
  if (!mayActAs(by, "operator"))
    throw new ClickDenied("role", `Your role, ${by.role}, may not judge incidents; an operator can.`);
  if (!(await wasToldThere(state, incident_id, { channel, ts }))) throw new ClickDenied("another message");
  const verdict = verdictOf(action);
  await giveVerdict(state, incident_id, { verdict, by: by.name, via: by.via, at: now() });
  return `Thank you: ${incident_id} is kept as ${verdict.replace("_", " ")}.`;
}

/** Whether a delivered letter about exactly this incident is the message. */
async function wasToldThere(
  state: State,
  incident_id: string,
  { channel, ts }: { channel: string; ts: string },
): Promise<boolean> {
  const letters = await state.db
    .selectFrom("outbox")
    .select("result")
    .where("cause", "=", incident_id)
    .where("channel", "=", "slack_message")
    .where("status", "=", "sent")
    .execute();
  return letters.some(({ result }) => {
    const place = JSON.parse(result ?? "null") as { channel?: unknown; ts?: unknown } | null;
    return place?.channel === channel && place.ts === ts;
  });
}
