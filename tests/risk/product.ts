/** A product whose agents spend so much an hour, with its commits, in a lake and a state of its own. */
import type { Row } from "../../src/contracts/ingest.ts";
import { RiskSettings } from "../../src/risk/risk-settings.ts";
import { updateHistory } from "../../src/risk/update-history.ts";
import { AT, observation, openWorld, type World } from "../incidents/world.ts";

export { AT } from "../incidents/world.ts";

const HOUR_MS = 3_600_000;
export const REPO = "acme/shop";
export const settings = RiskSettings.parse({});

export const hoursBefore = (hours: number): string =>
  new Date(Date.parse(AT) - hours * HOUR_MS).toISOString();
export const sha = (n: number): string => n.toString(16).padStart(40, "0");

export type Change = { path: string; previous_path?: string };
export type Merge = { n: number; hours_ago: number; files: Change[]; parents?: number[] };

/** `spend` says what an hour that ended so many hours ago cost; 0 leaves no call in it. */
export async function openProduct(given: {
  merges: Merge[];
  spend: (hours_ago: number) => number;
  failures?: (hours_ago: number) => number;
  days?: number;
}): Promise<World> {
  const world = await openWorld();
  const hours = Array.from({ length: (given.days ?? 27) * 24 }, (_, index) => index);
  const calls = hours.flatMap((ago): Row[] => {
    const cost = given.spend(ago);
    const failed = Array.from({ length: given.failures?.(ago) ?? 0 }, (_, one) =>
      observation(one, {
        observation_id: `failed-${ago}-${one}`,
        trace_id: `failed-${ago}-${one}`,
        type: "SPAN",
        level: "ERROR",
        cost_usd: "0",
        started_at: hoursBefore(ago + 0.5),
      }),
    );
    const spent = observation(0, {
      observation_id: `call-${ago}`,
      trace_id: `call-${ago}`,
      cost_usd: cost.toFixed(10),
      started_at: hoursBefore(ago + 0.5),
    });
    return cost === 0 ? failed : [spent, ...failed];
  });
  await world.fill("langfuse_observations", calls);
  await world.fill(
    "github_commits",
    given.merges.map(({ n, hours_ago, parents }) => ({
      repo: REPO,
      sha: sha(n),
      title: `change ${n} (#${n})`,
      message: `change ${n}`,
      committed_at: hoursBefore(hours_ago),
      parents: (parents ?? []).map(sha),
    })),
  );
  await world.fill(
    "github_commit_files",
    given.merges.flatMap(({ n, hours_ago, files }) =>
      files.map(({ path, previous_path }) => ({
        repo: REPO,
        sha: sha(n),
        path,
        committed_at: hoursBefore(hours_ago),
        previous_path: previous_path ?? null,
        status: previous_path === undefined ? "modified" : "renamed",
      })),
    ),
  );
  await world.lake.set_services([
    { service: "shop", kind: "connection", value: "shop", implicit: false },
    { service: "shop", kind: "repo", value: REPO, implicit: false },
  ]);
  await updateHistory({ ...world, settings }, new Date(AT));
  return world;
}

/** What each merge is held to have been followed by, by its number. */
export async function measuredMerges(world: World) {
  const rows = await world.state.db.selectFrom("risk_merges").selectAll().execute();
  return new Map(rows.map((row) => [row.number, row]));
}

/** An open pull request of the repository in the lake. */
export async function addPull(world: World, given: Row & { number: number }, files: Change[]): Promise<void> {
  const pull = {
    repo: REPO,
    title: "a change",
    state: "open",
    author: "dev-a",
    author_type: "User",
    draft: false,
    head_sha: sha(900),
    head_label: "acme:branch",
    changed_files: files.length,
    updated_at: hoursBefore(1),
    ...given,
  };
  await world.fill("github_pull_requests", [pull]);
  await world.fill(
    "github_pull_request_files",
    files.map(({ path, previous_path }) => ({
      repo: REPO,
      number: given.number,
      path,
      updated_at: hoursBefore(1),
      previous_path: previous_path ?? null,
      status: previous_path === undefined ? "modified" : "renamed",
    })),
  );
}
