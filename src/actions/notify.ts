import { z } from "zod";

import { type ActionResult, defineAction } from "../contracts/action.ts";
import { Severity } from "../contracts/finding.ts";
import { SentinelError } from "../errors.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { IncidentId } from "./fields.ts";
import type { ActionPorts } from "./ports.ts";

const Input = z.strictObject({
  incident_id: IncidentId,
  /** What happened to the incident. */
  event: z.enum(["opened", "worse", "cheaper", "resolved"]),
  /** Its type, such as `agent_loop`. */
  type: z.string().regex(/^[a-z_]{1,40}$/),
  severity: Severity,
  cost_usd: z.number().nonnegative().nullable(),
  usd_per_hour: z.number().nonnegative().nullable(),
  to: z
    .array(z.enum(["slack", "webhook"]))
    .min(1)
    .max(2),
});
type Input = z.infer<typeof Input>;

/** Tells people or programs, in words built from ids and figures alone: nothing in it can call a channel or link away. */
export const notify = defineAction({
  id: "notify",
  summary: "Tells the incidents channel, or the receivers of pushes, what happened to an incident.",
  // Nothing is changed by it that would have to be taken back.
  reversible: true,
  input: Input,
  resource: ({ to }) => to.join(","),
  preview: (input) => ({
    title: `Tell ${input.to.join(" and ")}: incident ${input.incident_id} ${input.event}`,
    lines: [inWords(input)],
  }),

  async preconditions({ to }, ports: ActionPorts) {
    if (to.includes("slack") && ports.incidents_channel === undefined) {
      throw new SentinelError("conflict", "there is no channel to tell", {
        hint: "set SLACK_INCIDENTS_CHANNEL and SLACK_BOT_TOKEN",
      });
    }
    if (to.includes("webhook") && ports.settings().agents.push.length === 0) {
      throw new SentinelError("conflict", "no receiver of pushes is configured", {
        hint: "name one in settings.json agents.push",
      });
    }
    return { channel: to.includes("slack") ? (ports.incidents_channel ?? null) : null };
  },

  run: (input, ports, key) =>
    ports.state.write(async (db) => {
      const at = ports.now();
      const letter = { cause: key, at };
      if (input.to.includes("slack") && ports.incidents_channel !== undefined) {
        const payload = { channel: ports.incidents_channel, text: inWords(input) };
        await enqueue(db, { ...letter, channel: "slack_message", key: `notify:${key}:slack`, payload });
      }
      if (input.to.includes("webhook")) {
        const { to: _, ...told } = input;
        const body = { ...told, event: `incident.${input.event}`, approval_id: key };
        for (const [index, { url, secret }] of ports.settings().agents.push.entries()) {
          const payload = { url, secret, body };
          await enqueue(db, {
            ...letter,
            channel: "webhook",
            key: `notify:${key}:webhook:${index}`,
            payload,
          });
        }
      }
      return handedOver(key);
    }),

  async reconcile(_input, ports, key) {
    const letter = await ports.state.db
      .selectFrom("outbox")
      .select("id")
      .where("cause", "=", key)
      .where("key", "like", "notify:%")
      .executeTakeFirst();
    return letter === undefined ? { found: false } : { found: true, result: handedOver(key) };
  },

  undo_by_hand: "What was said cannot be unsaid; say more in the channel.",
});

function inWords({ incident_id, event, type, severity, cost_usd, usd_per_hour }: Input): string {
  const cost = cost_usd === null ? "cost unknown" : `${cost_usd} USD so far`;
  const rate = usd_per_hour === null ? "rate unknown" : `${usd_per_hour} USD per hour`;
  return `Incident ${incident_id} ${event}: ${type}, ${severity}, ${cost}, ${rate}.`;
}

/** Stored in the outbox, which delivers it. */
function handedOver(key: string): ActionResult {
  return { id: key };
}
