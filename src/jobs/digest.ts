/** The digest job over what lake and state hold. */
import { SentinelError } from "../errors.ts";
import { isWayOpen } from "../notify/ways.ts";
import type { Sentinel } from "../main.ts";
import type { Digest } from "../reports/digest/digest.ts";
import { makeDigest, type DigestContext } from "../reports/digest/make.ts";
import { makeUpDigests } from "../reports/digest/make-up.ts";
import { sendDueDigest } from "../reports/digest/send.ts";
import { WEEKDAYS } from "../reports/digest/settings.ts";
import { findDigest } from "../reports/digest/store.ts";
import { lastDueWeek, weekNamed, weekOf } from "../reports/digest/week.ts";

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
  const due = { weekday: WEEKDAYS.indexOf(settings.weekday) + 1, hour: settings.hour };
  const week = lastDueWeek(at, settings.time_zone, due);
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
