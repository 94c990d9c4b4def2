import type { Approval } from "../contracts/approval.ts";
import { mayActAs, type Principal } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import { approve } from "../gate/approve.ts";
import type { GateContext } from "../gate/context.ts";
import { refuse } from "../gate/refuse.ts";
import { runApproved } from "../gate/run-approved.ts";
import { answerPrivately } from "./answer-privately.ts";
import { approvalAsked } from "./approval-asked.ts";
import { readButtonValue } from "./button-value.ts";
import { ClickDenied } from "./click-denied.ts";
import { APPROVE } from "./decision-buttons.ts";
import { judgeIncident } from "./judge-incident.ts";
import type { Place } from "./message-place.ts";
import type { Interaction } from "./read-interaction.ts";
import { recordClickDenial } from "./record-click-denial.ts";
import { readModalOrigin, rejectModal, type ModalOrigin } from "./reject-modal.ts";
import { type Desk, whoClicked } from "./who-clicked.ts";

export type InteractionContext = Desk & {
  gate: GateContext;
  signing_secret: string;
  /** Delivers what is due in the outbox. */
  deliver: () => Promise<unknown>;
};

/** What is done once Slack has its answer. */
export type Afterwards = () => Promise<void>;

type Click = Extract<Interaction, { kind: "click" }>;

/**
 * Decides what a verified interaction decides, through the same verbs as the web and the command line, and answers with
 * the work that may wait: the run, the edit of the message, a word to the one who clicked. The decision itself is in the
 * state when this returns, so a process that dies afterwards loses nothing. Throws what is no matter of the click: a
 * state that cannot be written, a Slack that cannot be asked.
 */
export async function handleInteraction(
  context: InteractionContext,
  interaction: Interaction,
): Promise<Afterwards> {
  const { gate, slack } = context;
  const { user } = interaction;
  const origin = interaction.kind === "reason" ? openModal(context, interaction) : undefined;
  const place = interaction.kind === "reason" ? origin : interaction;
  const tell = async (text: string | undefined) => {
    if (text !== undefined && place !== undefined)
      await answerPrivately(slack, { channel: place.channel, user }, text);
  };
  try {
    const by = await whoClicked(context, interaction);
    if (interaction.kind === "verdict") {
      const thanks = await judgeIncident(gate, by, interaction);
      return () => tell(thanks);
    }
    if (interaction.kind === "reason") return await reject(context, by, origin, interaction.reason);
    if (interaction.action === APPROVE) return await release(context, by, interaction);
    return await askWhy(context, by, interaction);
  } catch (error) {
    if (error instanceof ClickDenied) {
      await recordClickDenial(gate, interaction, error.why);
      return () => tell(error.answer);
    }
    if (error instanceof SentinelError && DECISIONS.has(error.code)) {
      return () => tell([error.message, error.hint ?? ""].join("\n").trim());
    }
    throw error;
  }
}

/** Refusals of the gate's verbs that a person it knows may read. */
const DECISIONS = new Set<SentinelError["code"]>([
  "conflict",
  "forbidden",
  "unauthorized",
  "invalid",
  "not_found",
  "usage",
]);

async function release(context: InteractionContext, by: Principal, click: Click): Promise<Afterwards> {
  const { id, digest } = await approvalAsked(context.gate.state, readButtonValue(click.value), click);
  await approve(context.gate, { id, digest, by });
  return followUp(context, id);
}

/** Opens the modal for the reason. Who could not reject anyway is told so now and not after having written. */
async function askWhy(context: InteractionContext, by: Principal, click: Click): Promise<Afterwards> {
  const { gate, slack, signing_secret } = context;
  const approval = await approvalAsked(gate.state, readButtonValue(click.value), click);
  if (!mayActAs(by, "approver")) {
    throw new ClickDenied("role", `Your role, ${by.role}, may not decide; an approver can.`);
  }
  const over = whyTooLate(approval, gate.now());
  if (over !== undefined) throw new ClickDenied("too late", over);
  const { channel, ts, user, trigger_id } = click;
  const origin = { id: approval.id, digest: approval.digest, channel, ts, user };
  return async () => {
    await slack.call("views.open", { trigger_id, view: rejectModal(approval, origin, signing_secret) });
  };
}

function whyTooLate({ status, expires_at }: Approval, at: Date): string | undefined {
  if (status === "expired" || (status === "proposed" && expires_at <= at.toISOString()))
    return "This expired; no action was taken.";
  return status === "proposed" ? undefined : `This was decided already: it is ${status}.`;
}

async function reject(
  context: InteractionContext,
  by: Principal,
  origin: ModalOrigin | undefined,
  reason: string,
): Promise<Afterwards> {
  if (origin === undefined) throw new ClickDenied("a modal of another approval or person");
  const { id } = await approvalAsked(context.gate.state, origin, origin satisfies Place);
  await refuse(context.gate, { id, by, reason });
  return followUp(context, id);
}

function openModal(
  { signing_secret }: InteractionContext,
  { metadata, user }: Extract<Interaction, { kind: "reason" }>,
): ModalOrigin | undefined {
  const origin = readModalOrigin(metadata, signing_secret);
  return origin?.user === user ? origin : undefined;
}

/** The message says "approved" before the action takes its time, and what came of it after. */
function followUp({ gate, deliver }: InteractionContext, id: string): Afterwards {
  return async () => {
    await deliver();
    await runApproved(gate, id);
    await deliver();
  };
}
