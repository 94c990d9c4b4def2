/** A click on Approve as Slack sends it, for processes that have no test around them. */
import { createHmac } from "node:crypto";

export type Callback = { secret: string; team: string; app: string; channel: string; user: string };

export function clickOf(
  { secret, team, app, channel, user }: Callback,
  { ts, value }: { ts: string; value: string },
  at: Date,
): { body: string; headers: Record<string, string> } {
  const payload = {
    type: "block_actions",
    user: { id: user, team_id: team },
    api_app_id: app,
    container: { type: "message", message_ts: ts, channel_id: channel },
    trigger_id: "1.2.3",
    team: { id: team },
    channel: { id: channel },
    message: { ts },
    actions: [{ action_id: "approve", block_id: "decision", type: "button", value, action_ts: ts }],
  };
  const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
  const time = String(Math.floor(at.getTime() / 1000));
  const hex = createHmac("sha256", secret).update(`v0:${time}:${body}`).digest("hex");
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": time,
    "x-slack-signature": `v0=${hex}`,
  };
  return { body, headers };
}
