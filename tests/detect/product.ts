/** Rows of a small product, told in hours before the judged moment, and a lake that holds several such products. */
import type { Finding } from "../../src/contracts/finding.ts";
import type { Row } from "../../src/contracts/ingest.ts";
import { detect, type Detection } from "../../src/detect/run.ts";
import { detectors } from "../../detectors/index.ts";
import { AT, openWorld, type World } from "../incidents/world.ts";

export { AT };
/** The moment so many hours before the judged one. */
export const ago = (hours: number): string => new Date(Date.parse(AT) - hours * 3_600_000).toISOString();
export const sha = (n: number): string => n.toString(16).padStart(7, "a").padEnd(40, "0");

let made = 0;
const next = () => (made += 1);

export type Product = {
  observations?: Row[];
  scores?: Row[];
  events?: Row[];
  issues?: Row[];
  commits?: Row[];
  files?: Row[];
  deployments?: Row[];
  runs?: Row[];
};

const TABLES: Record<keyof Product, string> = {
  observations: "langfuse_observations",
  scores: "langfuse_scores",
  events: "sentry_events",
  issues: "sentry_issues",
  commits: "github_commits",
  files: "github_commit_files",
  deployments: "github_deployments",
  runs: "snowflake_task_runs",
};

/** A lake in which every product is a connection of its own; one with commits is the service of `acme/<product>`. */
export async function openProducts(products: Record<string, Product>): Promise<World> {
  const world = await openWorld();
  for (const [connection, product] of Object.entries(products)) {
    for (const [part, table] of Object.entries(TABLES)) {
      const rows = product[part as keyof Product];
      if (rows !== undefined) await world.fill(table, rows, { connection });
    }
  }
  await world.lake.set_services(
    Object.entries(products).flatMap(([name, { commits }]) =>
      commits === undefined
        ? []
        : [
            { service: name, kind: "connection" as const, value: name, implicit: true },
            { service: name, kind: "repo" as const, value: `acme/${name}`, implicit: true },
          ],
    ),
  );
  return world;
}

/** Judges every product at once with the detectors named. */
export async function judge(
  world: World,
  ids: string[],
  limits: Record<string, unknown> = {},
): Promise<Detection> {
  const { lake, library } = world;
  return detect({ lake, library, detectors, limits, freshness_minutes: 30 }, new Date(AT), ids);
}

export const of = (detection: Detection, connection: string): Finding[] =>
  detection.findings.filter((finding) => finding.connection === connection);

/** A call of a model that began so many hours ago. */
export function generation(hours: number, given: Row = {}): Row {
  const n = next();
  return {
    observation_id: `gen-${n}`,
    trace_id: `trace-${n}`,
    type: "GENERATION",
    name: "answer",
    trace_name: "triage",
    level: "DEFAULT",
    model: "gpt-4o",
    started_at: ago(hours),
    ended_at: ago(hours),
    cost_usd: "0.01",
    is_root: false,
    parent_observation_id: "root",
    ...given,
  };
}

export function tool(hours: number, given: Row = {}): Row {
  return generation(hours, {
    observation_id: `tool-${next()}`,
    type: "TOOL",
    name: "search_orders",
    model: null,
    cost_usd: null,
    ended_at: ago(hours - 0.5 / 3600),
    ...given,
  });
}

export function event(hours: number, given: Row = {}): Row {
  return {
    event_id: `event-${next()}`,
    issue_id: "4001",
    project: "backend",
    title: "TimeoutError: orders",
    level: "error",
    occurred_at: ago(hours),
    ...given,
  };
}

export function commit(product: string, n: number, hours: number, given: Row = {}): Row {
  return {
    repo: `acme/${product}`,
    sha: sha(n),
    title: `change ${n}`,
    message: `change ${n}`,
    committed_at: ago(hours),
    ...given,
  };
}

export function file(product: string, n: number, hours: number, path: string): Row {
  return { repo: `acme/${product}`, sha: sha(n), path, committed_at: ago(hours) };
}

export function deployment(product: string, n: number, hours: number, given: Row = {}): Row {
  return {
    repo: `acme/${product}`,
    deployment_id: `deploy-${n}-${hours}`,
    sha: sha(n),
    environment: "production",
    state: "success",
    deployed_at: ago(hours),
    ...given,
  };
}

export function score(hours: number, value: number, given: Row = {}): Row {
  const n = next();
  return {
    score_id: `score-${n}`,
    name: "helpfulness",
    value,
    data_type: "NUMERIC",
    scored_at: ago(hours),
    ...given,
  };
}

export function taskRun(hours: number, state: string, given: Row = {}): Row {
  const n = next();
  return {
    database: "OPS",
    schema: "RAW",
    task: "LOAD_ORDERS",
    run_id: `run-${hours}`,
    attempt: 1,
    query_id: `query-${n}`,
    state,
    error_code: state === "FAILED" ? "002003" : null,
    error_message: state === "FAILED" ? "Object 'RAW.ORDERS' does not exist" : null,
    query_text: "insert into orders select * from raw.orders",
    scheduled_at: ago(hours),
    completed_at: ago(hours - 1 / 60),
    ...given,
  };
}

/** Whole hours from the one to the other, oldest first: `hoursFrom(192, 24)` is the week before the horizon. */
export function hoursFrom(oldest: number, newest: number, step = 1): number[] {
  return Array.from(
    { length: Math.floor((oldest - newest) / step) + 1 },
    (_, index) => oldest - index * step,
  );
}
