/** The weekly job: makes the digest that is due, stores it and hands it to the outbox, once. */
import { enqueue, type Letter } from "../../outbox/enqueue.ts";
import { CHART_NAMES, CHARTS, describeChart, type ChartName } from "./chart.ts";
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
 * process that dies leaves both or neither, and of two that race one sends. Weeks missed before that one are for
 * makeUpDigests.
 */
export async function sendDueDigest(context: SendContext, at: Date): Promise<Digest | undefined> {
  const { time_zone, weekday, hour, to } = context.settings();
  const week = lastDueWeek(at, time_zone, dueOf({ weekday, hour }));
  if ((await findDigest(context.state, week.id)) !== undefined) return undefined;
  const digest = await makeDigest(context, week, at);
  const letters = lettersOf(digest, to, context.ways);
  return context.state.write(async (db) => {
    if (!(await storeDigest(db, digest))) return undefined;
    for (const letter of letters) await enqueue(db, { ...letter, cause: digest.week, at });
    return digest;
  });
}

type Content = Omit<Letter, "cause" | "at">;

function lettersOf(digest: Digest, to: DigestSettings["to"], ways: SendContext["ways"]): Content[] {
  const channel = to.includes("slack") ? ways.slack : undefined;
  const mail = to.includes("mail") && ways.mail;
  if (channel === undefined && !mail) return [];
  const charts = CHART_NAMES.map((name) => ({
    name,
    description: describeChart(digest, name),
    png_base64: drawPng(digest, name).toString("base64"),
  }));
  return [
    ...(channel === undefined ? [] : [toSlack(digest, channel), chartsToSlack(digest, charts)]),
    ...(mail ? [toMail(digest, charts)] : []),
  ];
}

type Drawn = { name: ChartName; description: string; png_base64: string };

const slackKey = ({ week }: Digest): string => `digest:${week}:slack`;

function toSlack(digest: Digest, channel: string): Content {
  return { channel: "slack_message", key: slackKey(digest), payload: { channel, ...digestSlack(digest) } };
}

/** In the thread of the text, and after it: a message of its own is the only way in which Slack takes files. */
function chartsToSlack(digest: Digest, charts: Drawn[]): Content {
  const payload = {
    thread_key: slackKey(digest),
    text: charts.map(({ description }) => `${description}.`).join("\n"),
    images: charts.map(({ name, png_base64 }) => ({
      name: `sentinel-digest-${digest.week}-${name}.png`,
      title: CHARTS[name].title,
      png_base64,
    })),
  };
  return { channel: "slack_images", key: `${slackKey(digest)}-charts`, payload };
}

function toMail(digest: Digest, charts: Drawn[]): Content {
  const key = `digest:${digest.week}:mail`;
  const images = charts.map(({ name, description }) => ({ source: `cid:${name}.png`, description }));
  const payload = {
    subject: `Weekly digest. ${headingOf(digest)}`,
    text: digestText(digest),
    html: digestHtml(digest, images),
    images: charts.map(({ name, png_base64 }) => ({ name: `${name}.png`, png_base64 })),
    thread_key: key,
  };
  return { channel: "mail", key, payload };
}
