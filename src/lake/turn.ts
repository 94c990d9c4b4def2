import { SentinelError } from "../errors.ts";

/** Keeps two syncs of one lake apart: both would plan the same slices. Ends with the function that `take` answers. */
export class Turn {
  #taken_by: number | undefined;

  /** `pid` is who syncs. Throws `busy` naming who has the turn. */
  take(pid: number): () => void {
    if (this.#taken_by !== undefined) {
      throw new SentinelError("busy", `process ${this.#taken_by} is syncing already`, {
        hint: "wait until it is done; questions are answered meanwhile",
      });
    }
    this.#taken_by = pid;
    let ended = false;
    return () => {
      if (!ended) this.#taken_by = undefined;
      ended = true;
    };
  }
}
