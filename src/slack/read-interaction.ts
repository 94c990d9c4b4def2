import { z } from "zod";

import { APPROVE, REJECT } from "./decision-buttons.ts";
import { REASON, REJECT_MODAL } from "./reject-modal.ts";
import { VERDICT_ACTIONS, type VerdictAction } from "./verdict-buttons.ts";

type Sender = { team: string; app: string; user: string };

/** What a person did in Slack, as Slack tells it; nothing of it is believed yet. */
export type Interaction = Sender &
  (
    | {
        kind: "click";
        action: typeof APPROVE | typeof REJECT;
        value: string;
        channel: string;
        ts: string;
        trigger_id: string;
      }
    | { kind: "reason"; metadata: string; reason: string }
    | { kind: "verdict"; action: VerdictAction; incident_id: string; channel: string; ts: string }
  );

const Id = z.string().min(1).max(64);
const sender = { team: z.object({ id: Id }), api_app_id: Id, user: z.object({ id: Id }) };

/** A click on one button of a message, with the message it stands under told twice alike. */
const clickOn = <const Action extends string>(ids: readonly [Action, ...Action[]]) =>
  z
    .object({
      ...sender,
      type: z.literal("block_actions"),
      trigger_id: z.string().min(1),
      channel: z.object({ id: Id }),
      message: z.object({ ts: Id }),
      container: z.object({ message_ts: Id, channel_id: Id }),
      actions: z.tuple([
        z.object({ type: z.literal("button"), action_id: z.enum(ids), value: z.string().max(2000) }),
      ]),
    })
    .refine(
      ({ channel, message, container }) =>
        container.channel_id === channel.id && container.message_ts === message.ts,
    )
    .transform(({ team, api_app_id, user, trigger_id, channel, message, actions: [clicked] }) => ({
      team: team.id,
      app: api_app_id,
      user: user.id,
      action: clicked.action_id,
      value: clicked.value,
      channel: channel.id,
      ts: message.ts,
      trigger_id,
    }));

const Click = clickOn([APPROVE, REJECT]).transform((click) => ({ kind: "click" as const, ...click }));

const Judged = clickOn(VERDICT_ACTIONS).transform(({ value, ...click }) => ({
  kind: "verdict" as const,
  ...click,
  incident_id: value,
}));

const Submission = z
  .object({
    ...sender,
    type: z.literal("view_submission"),
    view: z.object({
      callback_id: z.literal(REJECT_MODAL),
      private_metadata: z.string().max(3000),
      state: z.object({
        values: z.object({ [REASON]: z.object({ [REASON]: z.object({ value: z.string().nullable() }) }) }),
      }),
    }),
  })
  .transform(({ team, api_app_id, user, view }) => ({
    kind: "reason" as const,
    team: team.id,
    app: api_app_id,
    user: user.id,
    metadata: view.private_metadata,
    reason: view.state.values[REASON][REASON].value ?? "",
  }));

const Payload = z.union([Click, Judged, Submission]);

/**
 * The interaction in a callback's body, or undefined for anything else: another content type, not exactly one field
 * `payload`, kinds of interaction that Sentinel never asked for. Upstream: docs.slack.dev, interaction payloads.
 */
export function readInteraction(content_type: string | undefined, body: Uint8Array): Interaction | undefined {
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(content_type ?? "")) return undefined;
  const [payload, ...more] = new URLSearchParams(Buffer.from(body).toString("utf8")).getAll("payload");
  if (payload === undefined || more.length > 0) return undefined;
  try {
    return Payload.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}
