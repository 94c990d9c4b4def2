import { SentinelError } from "../../errors.ts";

/** Counts the bytes that are on their way into the lake. Who finds it full is asked to come again. */
export class Budget {
  readonly #limit: () => number;
  #used = 0;

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  get used(): number {
    return this.#used;
  }

  /**
   * Takes bytes; what is answered changes their number, and gives them back with 0. A request alone is always let in.
   * Both throw `busy` when there is no room.
   */
  take(bytes: number): (bytes: number) => void {
    if (this.#used > 0 && this.#used + bytes > this.#limit()) throw full();
    this.#used += bytes;
    let mine = bytes;
    return (now) => {
      const others = this.#used - mine;
      if (now > mine && others > 0 && others + now > this.#limit()) throw full();
      this.#used = others + now;
      mine = now;
    };
  }
}

const full = (): SentinelError =>
  new SentinelError("busy", "more is on its way into the lake than fits", {
    hint: "send it again in a second; OpenTelemetry's exporters do so by themselves",
  });
