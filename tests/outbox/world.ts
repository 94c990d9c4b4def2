/** A real state in a temporary folder, a clock that is set by hand, and a receiver that remembers what came. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pino from "pino";
import { onTestFinished } from "vitest";

import type { OutboxContext } from "../../src/outbox/deliver.ts";
import { enqueue, type Letter } from "../../src/outbox/enqueue.ts";
import type { Handler, Handlers } from "../../src/outbox/handler.ts";
import { openState, type State } from "../../src/state/open.ts";

export const START = new Date("2026-03-02T12:00:00.000Z");

export type World = { state: State; folder: string; clock: { at: Date }; pass: (ms: number) => void };

export function openWorld(): World {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-outbox-"));
  const state = openState(join(folder, "state.sqlite"));
  onTestFinished(() => {
    state.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const clock = { at: START };
  return { state, folder, clock, pass: (ms) => (clock.at = new Date(clock.at.getTime() + ms)) };
}

/** All channels go to one handler; half of each pause is left to chance, and chance is 0 here. */
export function contextOf({ state, clock }: Pick<World, "state" | "clock">, handler: Handler): OutboxContext {
  const handlers: Handlers = {
    slack_approval: handler,
    slack_update: handler,
    slack_message: handler,
    slack_images: handler,
    webhook: handler,
    mail: handler,
    pagerduty: handler,
  };
  return { state, handlers, now: () => clock.at, log: pino({ enabled: false }), random: () => 0 };
}

export const store = (state: State, letter: Partial<Letter> & { key: string }): Promise<boolean> =>
  state.write((db) =>
    enqueue(db, {
      channel: "slack_message",
      payload: { text: letter.key },
      cause: letter.key,
      at: START,
      ...letter,
    }),
  );

export const standing = (state: State, key: string) =>
  state.db
    .selectFrom("outbox")
    .select(["status", "attempts", "next_at", "error", "result", "sent_at"])
    .where("key", "=", key)
    .executeTakeFirstOrThrow();
