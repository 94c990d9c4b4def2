/** The digest job over what lake and state hold. */
import { SentinelError } from "../errors.ts";
import { isWayOpen } from "../notify/ways.ts";
import type { Sentinel } from "../main.ts";
import type { Digest } from "../reports/digest/digest.ts";
import { makeDigest, type DigestContext } from "../reports/digest/make.ts";
import { makeUpDigests } from "../reports/digest/make-up.ts";
import { sendDueDigest } from "../reports/digest/send.ts";
import { dueOf } from "../reports/digest/settings.ts";
import { readSending, type Sending } from "../reports/digest/sending.ts";
import { findDigest, listDigests, storeDigest } from "../reports/digest/store.ts";
import { dueAt, lastDueWeek, nextDue, weekBefore, weekNamed, weekOf } from "../reports/digest/week.ts";

/**
 * Makes, stores and sends the digest that is due; answers with the stored one when that was done before. Then makes those
 * that were missed before it, for the archive alone: `made_up` has their weeks.
 */
export async function runDigest(
  sentinel: Sentinel,
  at: Date,
): Promise<{ digest: Digest; sent: boolean; made_up: string[] }> {
  const { digest: settings } = sentinel.settings;
  const context = await contextOf(sentinel);
  const ways = {
    slack: sentinel.environment("SLACK_INCIDENTS_CHANNEL"),
    mail: isWayOpen(sentinel.environment, "mail"),
  };
  const sending = { ...context, settings: () => settings, ways };
  const made = await sendDueDigest(sending, at);
  const made_up = await makeUpDigests(sending, at);
  if (made !== undefined) return { digest: made, sent: true, made_up };
  const week = lastDueWeek(at, settings.time_zone, dueOf(settings));
  const stored = await findDigest(context.state, week.id);
  return { digest: stored ?? (await makeDigest(context, week, at)), sent: false, made_up };
}

/** A digest to read: the stored one of the week named, unless it is to be made again; else the present week so far. */
export async function readDigest(
  sentinel: Sentinel,
  { week: name, dryRun }: { week?: string | undefined; dryRun?: true },
): Promise<Digest> {
  const at = sentinel.now();
  const { time_zone } = sentinel.settings.digest;
  const week = name === undefined ? weekOf(at, time_zone) : weekNamed(name, time_zone);
  const stored = dryRun === true ? undefined : await findDigest(sentinel.state(), week.id);
  return stored ?? makeDigest(await contextOf(sentinel), week, at);
}

/** The stored digest of a week. Throws `usage` for what is no week, `not_found` for one that was not made. */
export async function archivedDigest({ settings, state }: Sentinel, name: string): Promise<Digest> {
  const week = weekNamed(name, settings.digest.time_zone);
  const stored = await findDigest(state(), week.id);
  if (stored !== undefined) return stored;
  throw new SentinelError("not_found", `the archive has no digest of ${week.id}`, {
    hint: `POST /api/digest/preview with {"week": "${week.id}"} makes one`,
  });
}

export type Archive = {
  /** The newest first; `sending` is empty where no way out was configured. */
  digests: (Pick<Digest, "week" | "dates" | "made_at" | "url" | "words" | "quiet" | "by"> & {
    sending: Sending[];
  })[];
  /** The week that runs, and the one whose digest is made next. */
  present: string;
  next: { week: string; at: string };
};

export async function digestArchive({ settings, state: open }: Sentinel, at: Date): Promise<Archive> {
  const state = open();
  const sending = await readSending(state);
  const digests = (await listDigests(state)).map(({ week, dates, made_at, url, words, quiet, by }) => ({
    week,
    dates,
    made_at,
    url,
    words,
    quiet,
    by,
    sending: sending.get(week) ?? [],
  }));
  const { time_zone } = settings.digest;
  const next = nextDue(at, time_zone, dueOf(settings.digest));
  return {
    digests,
    present: weekOf(at, time_zone).id,
    next: { week: next.week.id, at: next.at.toISOString() },
  };
}

/** Fills the archive with the last weeks that were due, each as of its due moment; sends nothing. */
export async function fillArchive(sentinel: Sentinel, at: Date, weeks: number): Promise<void> {
  const context = await contextOf(sentinel);
  const { time_zone } = sentinel.settings.digest;
  const due = dueOf(sentinel.settings.digest);
  let week = lastDueWeek(at, time_zone, due);
  for (let made = 0; made < weeks; made += 1, week = weekBefore(week)) {
    const digest = await makeDigest(context, week, dueAt(week, due));
    await context.state.write((db) => storeDigest(db, digest));
  }
}

async function contextOf(sentinel: Sentinel): Promise<DigestContext> {
  const { model, timeout_ms } = sentinel.narration();
  return {
    lake: await sentinel.lake(),
    library: sentinel.library(),
    state: sentinel.state(),
    base_url: sentinel.settings.server.url,
    model,
    timeout_ms,
    log: sentinel.log,
  };
}
