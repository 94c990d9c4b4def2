/** Slack's own JSON: a channel of conversations.list, a message of conversations.history and .replies. */
import { slackTs } from "../times.ts";

export function slackChannel(channel: {
  id: string;
  name: string;
  at: number;
  members: number;
  topic: string;
}) {
  const said = (value: string) => ({ value, creator: "U0DEVA0001", last_set: Math.floor(channel.at / 1000) });
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_archived: false,
    is_general: false,
    is_shared: false,
    is_member: true,
    created: Math.floor(channel.at / 1000),
    updated: channel.at,
    creator: "U0DEVA0001",
    topic: said(channel.topic),
    purpose: said(""),
    num_members: channel.members,
  };
}

export type MessageFacts = {
  at: number;
  /** Unique in the channel: the second half of its `ts`. */
  counter: number;
  user: string;
  text: string;
  thread?: { at: number; counter: number };
  replies?: number;
  reactions?: string[];
};

/** `dev-a` is `U0DEVA0001`. */
const slackUser = (login: string) =>
  `U0${login
    .replaceAll(/[^a-z0-9]/g, "")
    .toUpperCase()
    .padEnd(4, "0")}0001`;

export function slackMessage(message: MessageFacts) {
  const bot = message.user.startsWith("bot-");
  const user = slackUser(message.user);
  return {
    type: "message",
    ...(bot && { subtype: "bot_message", bot_id: `B${user.slice(1)}`, username: message.user }),
    ...(!bot && { user }),
    text: message.text,
    ts: slackTs(message.at, message.counter),
    team: "T0SEEDS0001",
    ...(message.thread && {
      thread_ts: slackTs(message.thread.at, message.thread.counter),
      parent_user_id: user,
    }),
    ...(message.replies && {
      thread_ts: slackTs(message.at, message.counter),
      reply_count: message.replies,
      reply_users_count: 1,
    }),
    ...(message.reactions && {
      reactions: message.reactions.map((name) => ({ name, users: ["U0DEVB0001"], count: 1 })),
    }),
  };
}
