import { SentinelError } from "../../errors.ts";

/**
 * Room for a few statements at a time. Node has four threads for all of its work with files and DuckDB: statements of
 * strangers may not take the last of them, least of all those that do not stop when told to.
 */
export class Places {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** Ends with the function answered. Throws `busy` when there is no place within the time. */
  async take(wait_ms: number): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(wait_ms);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const [next] = this.#waiting;
      if (next === undefined) this.#free += 1;
      else next();
    };
  }

  #wait(wait_ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(called);
        end();
      };
      const called = () => settle(resolve);
      const timer = setTimeout(() => settle(() => reject(crowded())), wait_ms);
      this.#waiting.add(called);
    });
  }
}

const crowded = () =>
  new SentinelError("busy", "other statements are being answered", {
    hint: "try again when they have ended, or narrow them",
  });
