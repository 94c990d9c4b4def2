/** The company's Slack channel. */
import { addRow } from "../folder.ts";
import { slackChannel, slackMessage } from "../shapes/slack.ts";
import { DAY, HOUR, isWeekend, startOfDay } from "../times.ts";
import type { Company } from "./company.ts";
import type { Shipping } from "./shipping.ts";
import { SMALL_TALK } from "./words.ts";

export type Chat = {
  say: (
    at: number,
    user: string,
    text: string,
    more?: { replies?: [number, string, string][]; reactions?: string[] },
  ) => void;
};

/** Opens the channel, a day older than the history. `replies` are moment, user and text. */
export function openChannel(company: Company, options: { from: number; topic: string }): Chat {
  const { seed, channel } = company;
  const at = options.from - DAY;
  addRow(seed, "slack_channels", at, slackChannel({ ...channel, at, members: 9, topic: options.topic }));
  let counter = 100_000;
  const next = () => (counter += 389);
  return {
    say(when, user, text, more = {}) {
      const { replies = [], reactions } = more;
      const thread = { at: when, counter: next() };
      const parent = { ...thread, user, text, replies: replies.length, ...(reactions && { reactions }) };
      addRow(seed, "slack_messages", when, slackMessage(parent));
      for (const [reply_at, reply_user, reply_text] of replies) {
        const reply = { at: reply_at, counter: next(), user: reply_user, text: reply_text, thread };
        addRow(seed, "slack_messages", reply_at, slackMessage(reply));
      }
    },
  };
}

/** One or two remarks on each working day, and what the deploy bot says. */
export function smallTalk(
  company: Company,
  chat: Chat,
  shipping: Shipping,
  options: { from: number; to: number },
): void {
  const random = company.random("small-talk");
  for (let day = startOfDay(options.from) + DAY; day < options.to; day += DAY) {
    if (isWeekend(day)) continue;
    for (let n = random.int(1, 2); n > 0; n -= 1) {
      const at = day + random.between(7.5, 16) * HOUR;
      if (at < options.to)
        chat.say(at, random.pick(["dev-a", "dev-b", "dev-c", "support-a"]), random.pick(SMALL_TALK));
    }
  }
  for (const { head, live_at } of shipping.deployments) {
    chat.say(live_at, "bot-deploy", `${company.repo} ${head.sha.slice(0, 7)} is live: ${head.title}`);
  }
}
