/** Callbacks as Slack makes them, signed. */
import { createHmac } from "node:crypto";

import { APP, CHANNEL, SECRET, TEAM } from "./desk.ts";

export type Form = { body: string; headers: Record<string, string> };

export type Clicked = {
  user: string;
  action: string;
  value: string;
  ts: string;
  team?: string;
  app?: string;
  channel?: string;
};

let trigger = 0;

/** The payload of a click, in Slack's shape. */
export function click({
  user,
  action,
  value,
  ts,
  team = TEAM,
  app = APP,
  channel = CHANNEL,
}: Clicked): object {
  trigger += 1;
  return {
    type: "block_actions",
    user: { id: user, username: "someone", name: "someone", team_id: team },
    api_app_id: app,
    token: "verification-token",
    container: { type: "message", message_ts: ts, channel_id: channel, is_ephemeral: false },
    trigger_id: `13345224609.738474920.${trigger}`,
    team: { id: team, domain: "acme" },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel, name: "incidents" },
    message: { type: "message", ts, text: "Approval needed", bot_id: "B0", blocks: [] },
    state: { values: {} },
    response_url: "https://hooks.slack.com/actions/T0/1/x",
    actions: [
      {
        action_id: action,
        block_id: "decision",
        text: { type: "plain_text", text: action, emoji: true },
        value,
        type: "button",
        action_ts: "1772452800.000000",
      },
    ],
  };
}

/** The payload of a modal that was submitted. `view` is the one that was opened. */
export function submission(user: string, view: { private_metadata: string }, reason: string): object {
  return {
    type: "view_submission",
    team: { id: TEAM, domain: "acme" },
    user: { id: user, username: "someone", name: "someone", team_id: TEAM },
    api_app_id: APP,
    token: "verification-token",
    trigger_id: "13345224609.738474920.0",
    view: {
      id: "V0",
      team_id: TEAM,
      type: "modal",
      callback_id: "reject_approval",
      private_metadata: view.private_metadata,
      state: { values: { reason: { reason: { type: "plain_text_input", value: reason } } } },
      hash: "156772938.1827394",
    },
    response_urls: [],
  };
}

export const form = (payload: object): string => `payload=${encodeURIComponent(JSON.stringify(payload))}`;

export type Signing = { at: Date; secret?: string; version?: string; timestamp?: string };

export function sign(body: string, { at, secret = SECRET, version = "v0", timestamp }: Signing): Form {
  const time = timestamp ?? String(Math.floor(at.getTime() / 1000));
  const hex = createHmac("sha256", secret).update(`${version}:${time}:${body}`).digest("hex");
  return {
    body,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-request-timestamp": time,
      "x-slack-signature": `${version}=${hex}`,
    },
  };
}
