import { sql } from "kysely";
import type { Logger } from "pino";

import { SentinelError } from "../errors.ts";
import type { State } from "../state/open.ts";

/** What may have changed since the last look. */
export const TOPICS = ["incidents", "approvals", "jobs", "quality", "digest"] as const;
export type Topic = (typeof TOPICS)[number];

type Marks = Record<Topic, string>;
type Listener = { changed: (topics: Topic[]) => void; ended: () => void };

const LOOK_MS = 1_000;
/** Pages that may be told at once: each holds a connection of the server. */
const MOST_LISTENERS = 100;

/**
 * Tells pages what changed in the state, whichever process wrote it. One look a second serves all who listen; nobody
 * listening, nobody looks. A look that fails ends every feed: who still wants it connects again and sees the trouble.
 */
export class ChangeFeed {
  readonly #state: () => Pick<State, "db">;
  readonly #log: Logger;
  readonly #listeners = new Set<Listener>();
  #marks: Marks | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({
    state,
    log,
    stopping,
  }: {
    state: () => Pick<State, "db">;
    log: Logger;
    stopping: AbortSignal;
  }) {
    this.#state = state;
    this.#log = log;
    stopping.addEventListener("abort", () => this.#end());
  }

  /**
   * Tells of every change from its answer on; the answer stops it. What a page asked for earlier may be older than that.
   * Throws `too_many` when the feed is full.
   */
  async listen(listener: Listener): Promise<() => void> {
    if (this.#listeners.size >= MOST_LISTENERS) {
      throw new SentinelError("too_many", "too many pages are open", { hint: "close some and reload" });
    }
    this.#listeners.add(listener);
    if (this.#marks === undefined) await this.#look();
    this.#timer ??= setInterval(() => void this.#look(), LOOK_MS).unref();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#rest();
    };
  }

  async #look(): Promise<void> {
    try {
      const before = this.#marks;
      const marks = await marksOf(this.#state());
      this.#marks = marks;
      if (before === undefined) return;
      const topics = TOPICS.filter((topic) => marks[topic] !== before[topic]);
      if (topics.length > 0) for (const { changed } of this.#listeners) changed(topics);
    } catch (error) {
      this.#log.warn({ err: error }, "changes could not be looked for");
      this.#end();
    }
  }

  #end(): void {
    for (const { ended } of this.#listeners) ended();
    this.#listeners.clear();
    this.#rest();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#marks = undefined;
  }
}

/** Changes exactly when its topic does, or a little more often. */
async function marksOf({ db }: Pick<State, "db">): Promise<Marks> {
  const { rows } = await sql<Marks>`
    select
      (select coalesce(max(updated_at), '') || ' ' || count(*) from incidents)
        || (select ' ' || coalesce(max(id), 0) from narratives)
        || (select ' ' || coalesce(max(id), 0) from verdicts)
        || (select ' ' || coalesce(max(id), 0) from verifications) as incidents,
      (select coalesce(max(seq), 0) || '' from audit)
        || (select ' ' || count(*) || ' ' || coalesce(max(attempted_at), '') from approvals) as approvals,
      (select coalesce(max(id), 0) || ' ' || count(ended_at) from job_runs) as jobs,
      (select count(*) || ' ' || coalesce(max(last_seen_at), '') || ' ' || coalesce(max(accepted_at), '')
          from schema_versions)
        || (select ' ' || coalesce(max(id), 0) from verdicts)
        || (select ' ' || coalesce(max(last_at), '') || ' ' || count(*) from findings) as quality,
      (select count(*) || '' from digests)
        || (select ' ' || coalesce(group_concat(status || attempts), '') from outbox where key like 'digest:%') as digest`.execute(
    db,
  );
  const [marks] = rows;
  if (marks === undefined) throw new SentinelError("internal", "the state answers nothing");
  return marks;
}
