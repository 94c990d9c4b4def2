/**
 * Refused attempts in the audit log. Whoever is refused decides how often: so only the first few of a minute are written
 * one by one, the rest as one entry with their number.
 */
import type { Logger } from "pino";

import { appendAudit } from "../audit/append.ts";
import type { Principal } from "../contracts/principal.ts";
import { messageOf } from "../errors.ts";
import type { State } from "../state/open.ts";

export type Denial = {
  /** Who was refused; `nobody` for an unknown caller. */
  by: Pick<Principal, "name" | "via">;
  /** The route as it is defined, never as it was asked for. */
  subject: string;
  reason: string;
};

const WINDOW_MS = 60_000;
const ONE_BY_ONE = 10;

type Window = { first: Denial; since: number; written: number; more: number };

export class Denials {
  readonly #state: () => State;
  readonly #now: () => Date;
  readonly #log: Logger;
  readonly #windows = new Map<string, Window>();

  constructor({ state, now, log }: { state: () => State; now: () => Date; log: Logger }) {
    this.#state = state;
    this.#now = now;
    this.#log = log;
  }

  /** Never fails: that a refusal cannot be recorded must not turn it into another answer. */
  async note(denial: Denial): Promise<void> {
    const at = this.#now();
    await this.#close(at.getTime() - WINDOW_MS);
    const key = JSON.stringify([denial.by.name, denial.reason]);
    const window = this.#windows.get(key) ?? { first: denial, since: at.getTime(), written: 0, more: 0 };
    this.#windows.set(key, window);
    if (window.written >= ONE_BY_ONE) {
      window.more += 1;
      return;
    }
    window.written += 1;
    await this.#write(denial, {}, at);
  }

  /** Writes what was only counted so far; call it before the state closes. */
  async flush(): Promise<void> {
    await this.#close(Number.POSITIVE_INFINITY);
  }

  async #close(since: number): Promise<void> {
    for (const [key, window] of this.#windows) {
      if (window.since > since) continue;
      this.#windows.delete(key);
      if (window.more > 0) await this.#write(window.first, { further_attempts: window.more }, this.#now());
    }
  }

  async #write({ by, subject, reason }: Denial, more: { [name: string]: number }, at: Date): Promise<void> {
    const data = { reason, ...more };
    await this.#state()
      .write((db) => appendAudit(db, { kind: "access.denied", by, subject, data, at }))
      .catch((error: unknown) => this.#log.warn(`a refused attempt was not recorded: ${messageOf(error)}`));
  }
}
