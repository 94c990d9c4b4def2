import type { Context, MiddlewareHandler } from "hono";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

import { SentinelError } from "../../errors.ts";
import type { ApiContext, ApiEnv } from "../context.ts";
import { isIntake } from "../intake-paths.ts";
import { clientAddress } from "./client-address.ts";

const WINDOW_S = 60;
/** Wrong keys that one address may try within a minute: enough for a person, nothing for a guesser. */
const WRONG_KEYS = 20;

/** Counts what one caller may do within a minute. Throws `too_many`, with Retry-After set. */
export class RateLimit {
  readonly #limiter: RateLimiterMemory;

  constructor(points: number) {
    this.#limiter = new RateLimiterMemory({ points, duration: WINDOW_S });
  }

  async count(c: Context<ApiEnv>, key: string): Promise<void> {
    await this.#limiter.consume(key).catch((full: unknown) => this.#refuse(c, full));
  }

  /** Throws when the caller is at its limit already, without counting. */
  async check(c: Context<ApiEnv>, key: string): Promise<void> {
    const used = await this.#limiter.get(key);
    if (used !== null && used.consumedPoints >= this.#limiter.points) this.#refuse(c, used);
  }

  #refuse(c: Context<ApiEnv>, full: unknown): never {
    if (!(full instanceof RateLimiterRes)) throw full;
    const seconds = Math.max(1, Math.ceil(full.msBeforeNext / 1000));
    c.header("retry-after", String(seconds));
    throw new SentinelError("too_many", "too many requests", { hint: `try again in ${seconds} s` });
  }
}

export const wrongKeys = (): RateLimit => new RateLimit(WRONG_KEYS);

/** Where agents ask between their steps: one key is that of a fleet, and a busy trace must not keep orders from others. */
const ORDER = "/api/agents/{trace_id}/order";
/** Traces of one key that may ask as often as settings allow one caller. */
const FLEET = 100;

/** Per key or session, else per address; follows `server.requests_per_minute`. Agents are counted per trace. */
export function limitRate({ sentinel }: ApiContext): MiddlewareHandler<ApiEnv> {
  let points = sentinel.settings.server.requests_per_minute;
  let limits = { one: new RateLimit(points), fleet: new RateLimit(FLEET * points) };
  return async (c, next) => {
    const wanted = sentinel.settings.server.requests_per_minute;
    if (wanted !== points) {
      points = wanted;
      limits = { one: new RateLimit(points), fleet: new RateLimit(FLEET * points) };
    }
    const known = c.get("identity")?.id;
    if (isIntake(c)) return next();
    if (known !== undefined && c.get("route") === ORDER) {
      await limits.fleet.count(c, known);
      await limits.one.count(c, `${known} ${c.req.path}`);
    } else {
      await limits.one.count(c, known ?? clientAddress(c));
    }
    await next();
  };
}
