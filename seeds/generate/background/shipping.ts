/** What a company merges and ships: a plan of commits and deployments. */
import { idOf, type Random } from "../random.ts";
import { DAY, HOUR, isWeekend, MINUTE, startOfDay } from "../times.ts";
import type { Company } from "./company.ts";
import type { Change } from "./change.ts";
import { ORDINARY_CHANGES, PROMPT_CHANGES } from "./changes.ts";

export type Commit = Change & { at: number; author: string; sha: string; pull: number };
export type Deployment = { head: Commit; at: number; live_at: number; state: "success" | "failure" };
export type OpenPull = Change & { at: number; author: string; pull: number };
export type Shipping = { commits: Commit[]; deployments: Deployment[]; open: OpenPull[] };

const FIRST_PULL = 212;
const nextPull = ({ commits, open }: Shipping): number => FIRST_PULL + commits.length + open.length;

/** Merges a change to main. */
export function merge(
  company: Company,
  shipping: Shipping,
  at: number,
  author: string,
  change: Change,
): Commit {
  const pull = nextPull(shipping);
  const sha = idOf(`${company.draw.number}:${company.repo}:${pull}:${change.title}`, 40);
  const commit = { ...change, at, author, sha, pull };
  shipping.commits.push(commit);
  return commit;
}

/** Opens a pull request that nobody has merged yet. */
export function propose(shipping: Shipping, at: number, author: string, change: Change): void {
  shipping.open.push({ ...change, at, author, pull: nextPull(shipping) });
}

/** Deploys a commit, with everything merged before it. Takes six minutes. */
export function deploy(
  shipping: Shipping,
  at: number,
  head: Commit,
  state: "success" | "failure" = "success",
): Deployment {
  const deployment = { head, at, live_at: at + 6 * MINUTE, state };
  shipping.deployments.push(deployment);
  return deployment;
}

/**
 * Ordinary days in [from, to): one to three merges on each working day and one deployment in the afternoon.
 * Changes of prompts are merged only before `prompts_until`.
 */
export function ordinaryShipping(
  company: Company,
  options: { from: number; to: number; prompts_until: number; random: Random },
): Shipping {
  const { from, to, prompts_until, random } = options;
  const shipping: Shipping = { commits: [], deployments: [], open: [] };
  const first = merge(company, shipping, from, "dev-a", {
    title: "chore: pin the runtime version",
    files: [{ path: "Dockerfile", additions: 1, deletions: 1 }],
  });
  deploy(shipping, from + 20 * MINUTE, first);
  let next = random.int(0, ORDINARY_CHANGES.length - 1);
  for (let day = startOfDay(from) + DAY; day < to; day += DAY) {
    if (isWeekend(day)) continue;
    let newest: Commit | undefined;
    const count = random.int(1, 3);
    for (let n = 0; n < count; n += 1) {
      const at = day + 8 * HOUR + ((n + random.float()) * 6 * HOUR) / count;
      if (at >= to) break;
      const pool = at < prompts_until && random.chance(0.3) ? PROMPT_CHANGES : ORDINARY_CHANGES;
      next += 1;
      const change = pool[next % pool.length];
      if (change !== undefined)
        newest = merge(company, shipping, at, random.pick(["dev-a", "dev-b", "dev-c"]), change);
    }
    const at = day + 14.5 * HOUR + random.int(0, 60) * MINUTE;
    if (newest !== undefined && at + 10 * MINUTE < to) deploy(shipping, at, newest);
  }
  return shipping;
}

/** The release that runs at a moment: the head of the last successful deployment. */
export function releaseAt(company: Company, shipping: Shipping, at: number): string | null {
  if (!company.releases) return null;
  const live = shipping.deployments.filter((one) => one.live_at <= at && one.state === "success");
  return live.toSorted((a, b) => b.live_at - a.live_at)[0]?.head.sha ?? null;
}
