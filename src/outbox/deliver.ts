import type { Logger } from "pino";

import { appendAudit } from "../audit/append.ts";
import type { Json } from "../contracts/action.ts";
import { SENTINEL } from "../contracts/principal.ts";
import { messageOf } from "../errors.ts";
import { redact, redactDeep } from "../secrets/redact.ts";
import type { State } from "../state/open.ts";
import { MOST_ATTEMPTS, pauseAfter } from "./backoff.ts";
import { DeliveryError } from "./delivery-error.ts";
import type { Channel } from "./enqueue.ts";
import type { Handlers } from "./handler.ts";
import { endTry, holdSlack } from "./end-try.ts";
import type { StoredLetter } from "./stored-letter.ts";
import { takeNext } from "./take.ts";

export type OutboxContext = {
  state: State;
  handlers: Handlers;
  now: () => Date;
  log: Logger;
  /** In [0, 1), for the jitter of pauses. */
  random?: () => number;
};

export type DeliveryReport = { sent: number; postponed: number; dead: number };

/** Letters under way at once: a receiver that takes its whole time-out must not hold up the others. */
const CONCURRENCY = 8;

/**
 * Delivers all letters that are due, each at least once, those of one lane in order; safe in several processes at
 * once. What a letter says passes through `redact` here, whoever wrote it. Failures are kept with the letter and
 * never thrown; what is thrown is the state's own failure.
 */
export async function deliverDue(context: OutboxContext): Promise<DeliveryReport> {
  const report: DeliveryReport = { sent: 0, postponed: 0, dead: 0 };
  const work = async (): Promise<void> => {
    let letter = await takeNext(context.state, context.now());
    while (letter !== undefined) {
      report[await deliver(context, letter)] += 1;
      letter = await takeNext(context.state, context.now());
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return report;
}

async function deliver(context: OutboxContext, letter: StoredLetter): Promise<keyof DeliveryReport> {
  const { key, attempts, cause } = letter;
  let result: Json | void;
  try {
    const handler = context.handlers[letter.channel as Channel];
    result = await handler(readPayload(letter), { key, attempts, cause }, context.now());
  } catch (error) {
    return fail(context, letter, error);
  }
  const sent_at = context.now().toISOString();
  const kept = result === undefined ? null : JSON.stringify(redactDeep(result));
  await context.state.write((db) =>
    endTry(db, letter, { status: "sent", sent_at, result: kept, error: null }),
  );
  return "sent";
}

/** A webhook's address is the operator's own and may carry a key by which its receiver knows us. */
function readPayload(letter: StoredLetter): { [name: string]: Json } {
  const payload = JSON.parse(letter.payload) as { [name: string]: Json };
  const { url } = payload;
  return { ...redactDeep(payload), ...(letter.channel === "webhook" && url !== undefined && { url }) };
}

async function fail(
  context: OutboxContext,
  letter: StoredLetter,
  thrown: unknown,
): Promise<keyof DeliveryReport> {
  const { state, log, now, random = Math.random } = context;
  const { id, channel, key, cause, attempts } = letter;
  const error = redact(messageOf(thrown)).slice(0, 500);
  const { permanent = false, retry_after_ms } = thrown instanceof DeliveryError ? thrown : {};
  if (permanent || attempts % MOST_ATTEMPTS === 0) {
    log.error({ letter: id, channel, key, cause }, `gave up a letter after ${attempts} tries: ${error}`);
    await state.write(async (db) => {
      if (!(await endTry(db, letter, { status: "dead", error }))) return;
      const data = { letter: id, channel, key, attempts };
      await appendAudit(db, { kind: "outbox.dead", by: SENTINEL, subject: cause, data, at: now() });
    });
    return "dead";
  }
  const next_at = after(now(), pauseAfter(attempts, random(), retry_after_ms));
  log.warn({ letter: id, channel, key, cause, attempts, next_at }, `a letter did not get through: ${error}`);
  await state.write(async (db) => {
    await endTry(db, letter, { status: "waiting", error, next_at });
    // Slack's limits hold for all that we send, so the rest need not find out one by one.
    if (retry_after_ms !== undefined && channel.startsWith("slack_"))
      await holdSlack(db, after(now(), retry_after_ms));
  });
  return "postponed";
}

const after = (at: Date, ms: number): string => new Date(at.getTime() + ms).toISOString();
