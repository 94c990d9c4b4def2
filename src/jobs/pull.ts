/** The pull job: sync every connected source, then refresh the catalogue and let go of what is too old. */
import { SentinelError } from "../errors.ts";
import type { Sentinel } from "../main.ts";
import { didYouMean } from "../nearest.ts";
import { sync, type SyncEvent, type SyncReport } from "../sync/run.ts";

export type PullOptions = {
  /** `github`, `github.commits` or `github_commits`; empty for everything. */
  only: string[];
  since?: Date | undefined;
  signal?: AbortSignal | undefined;
  on?: ((event: SyncEvent) => void) | undefined;
};

export type PullReport = SyncReport & {
  off: { source: string; variables: string[] }[];
  half: { source: string; connection: string; set: string[]; missing: string[] }[];
};

/**
 * A source that fails is in the report. Throws `usage` for names that are not sources or tables, `busy` while another
 * process syncs, or holds the lake without taking writes: what the vendors gave could not be kept.
 */
export async function pull(sentinel: Sentinel, options: PullOptions): Promise<PullReport> {
  checkNames(sentinel, options.only);
  const { ready, off, half } = sentinel.connections();
  const lake = await sentinel.lake();
  const release = await lake.turn();
  try {
    const report = await sync({
      lake,
      connections: ready,
      limits: sentinel.settings.sync,
      now: sentinel.now,
      log: sentinel.log,
      ...(options.only.length > 0 && { tables: options.only }),
      ...(options.since && { since: options.since }),
      ...(options.signal && { signal: options.signal }),
      ...(options.on && { on: options.on }),
    });
    await lake.retain(sentinel.settings.retention_days, sentinel.now());
    await sentinel.catalogue();
    return withUnset(report, { off, half }, options.only);
  } finally {
    release();
  }
}

function withUnset(
  report: SyncReport,
  { off, half }: Pick<PullReport, "off" | "half">,
  only: string[],
): PullReport {
  const wanted = (source: string) =>
    only.length === 0 || only.some((name) => name.split(/[._]/)[0] === source);
  const halfWanted = half.filter(({ source }) => wanted(source));
  return {
    ...report,
    ok: report.ok && halfWanted.length === 0,
    off: off.filter(({ source }) => wanted(source)),
    half: halfWanted,
  };
}

function checkNames(sentinel: Sentinel, only: string[]): void {
  const known = sentinel.sources.flatMap((source) => [
    source.name,
    ...source.tables.flatMap(({ name }) => [name, name.replace("_", ".")]),
  ]);
  for (const name of only) {
    if (known.includes(name)) continue;
    throw new SentinelError("usage", `there is no source or table ${name}`, {
      hint: didYouMean(
        name,
        known,
        `sources are ${sentinel.sources.map((source) => source.name).join(", ")}`,
      ),
    });
  }
}
