/** The weekly job: makes the digest that is due, stores it and hands it to the outbox, once. */
import { enqueue, type Letter } from "../../outbox/enqueue.ts";
import { CHART_NAMES, describeChart } from "./chart.ts";
import type { Digest } from "./digest.ts";
import { drawPng } from "./draw.ts";
import { makeDigest, type DigestContext } from "./make.ts";
import { digestHtml } from "./render-html.ts";
import { digestSlack } from "./render-slack.ts";
import { digestText, headingOf } from "./render-text.ts";
import { dueOf, type DigestSettings } from "./settings.ts";
import { findDigest, storeDigest } from "./store.ts";
import { lastDueWeek } from "./week.ts";

export type SendContext = DigestContext & {
  settings: () => DigestSettings;
  /** Which ways out are configured: SLACK_INCIDENTS_CHANNEL, and MAIL_URL with MAIL_TO. */
  ways: { slack: string | undefined; mail: boolean };
};

/**
 * The digest of the newest week that is due at `at`, unless it is stored. Letters and archive are one transaction, so a
 * process that dies leaves both or neither, and of two that race one sends. Weeks missed before that one are not made
 * up: they can be read with `digest --week`.
 */
export async function sendDueDigest(context: SendContext, at: Date): Promise<Digest | undefined> {
  const { time_zone, weekday, hour, to } = context.settings();
  const week = lastDueWeek(at, time_zone, dueOf({ weekday, hour }));
  if ((await findDigest(context.state, week.id)) !== undefined) return undefined;
  const digest = await makeDigest(context, week, at);
  const letters = [
    ...(to.includes("slack") && context.ways.slack !== undefined
      ? [toSlack(digest, context.ways.slack)]
      : []),
    ...(to.includes("mail") && context.ways.mail ? [toMail(digest)] : []),
  ];
  return context.state.write(async (db) => {
    if (!(await storeDigest(db, digest))) return undefined;
    for (const letter of letters) await enqueue(db, { ...letter, cause: digest.week, at });
    return digest;
  });
}

type Content = Omit<Letter, "cause" | "at">;

function toSlack(digest: Digest, channel: string): Content {
  const key = `digest:${digest.week}:slack`;
  return { channel: "slack_message", key, payload: { channel, ...digestSlack(digest) } };
}

function toMail(digest: Digest): Content {
  const key = `digest:${digest.week}:mail`;
  const images = CHART_NAMES.map((name) => ({
    source: `cid:${name}.png`,
    description: describeChart(digest, name),
  }));
  const payload = {
    subject: `Weekly digest. ${headingOf(digest)}`,
    text: digestText(digest),
    html: digestHtml(digest, images),
    images: CHART_NAMES.map((name) => ({
      name: `${name}.png`,
      png_base64: drawPng(digest, name).toString("base64"),
    })),
    thread_key: key,
  };
  return { channel: "mail", key, payload };
}
