/** Looks at the pull requests that GitHub told of, one after the other. */
import { messageOf } from "../errors.ts";
import { mayPass } from "../gate/failure.ts";
import type { Sentinel } from "../main.ts";
import { leavePull, takePull, type PullToAssess } from "../risk/pulls-to-assess.ts";
import { assessPull } from "./assess-pull.ts";

/** Half a minute, doubled with each try, up to some two hours in all. */
const FIRST_PAUSE_MS = 30_000;
const MOST_TRIES = 9;

/**
 * Until none is due. Safe in several processes at once; answers how many it looked at. A request that closed has its
 * waiting review taken back, and the history of merges is measured with each.
 */
export async function assessAsked(sentinel: Sentinel): Promise<number> {
  const state = sentinel.state();
  for (let looked = 0; ; looked += 1) {
    const asked = await takePull(state, sentinel.now());
    if (asked === undefined) return looked;
    await leavePull(state, asked, await lookAt(sentinel, asked));
  }
}

/** When to look again; undefined when it is done, or nothing more can be done. */
async function lookAt(sentinel: Sentinel, asked: PullToAssess): Promise<Date | undefined> {
  const { log, now } = sentinel;
  const { repo, number, tries } = asked;
  const trouble = await assess(sentinel, asked);
  if (trouble === undefined) return undefined;
  const { why, again } = trouble;
  if (!again || tries + 1 >= MOST_TRIES) {
    log.warn({ repo, number, why }, "a pull request was not assessed");
    return undefined;
  }
  log.info({ repo, number, why }, "a pull request is looked at again later");
  return new Date(now().getTime() + FIRST_PAUSE_MS * 2 ** tries);
}

async function assess(
  sentinel: Sentinel,
  { repo, number }: PullToAssess,
): Promise<{ why: string; again: boolean } | undefined> {
  try {
    const { told } = await assessPull(sentinel, { repo, number }, { at: sentinel.now(), post: true });
    const open = told?.find(({ again }) => again);
    return open && { why: open.why ?? `${open.action} is under way`, again: true };
  } catch (error) {
    return { why: messageOf(error), again: mayPass(error) };
  }
}
