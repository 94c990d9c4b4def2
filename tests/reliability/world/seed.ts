/** A product small enough to sync in a second, whose every vendor needs more than one page to tell all of it. */
import type { Seed } from "../../../seeds/load.ts";
import { githubCommit } from "../../../seeds/generate/shapes/github-commits.ts";
import {
  githubDeployment,
  githubIssue,
  githubWorkflowRun,
} from "../../../seeds/generate/shapes/github-delivery.ts";
import { githubPullRequest } from "../../../seeds/generate/shapes/github-pull-requests.ts";
import { observation, prompt, score } from "../../../seeds/generate/shapes/langfuse.ts";
import { sentryEvent, sentryIssue } from "../../../seeds/generate/shapes/sentry-issues.ts";
import { sentryRelease } from "../../../seeds/generate/shapes/sentry-releases.ts";
import { slackChannel, slackMessage } from "../../../seeds/generate/shapes/slack.ts";
import { queryRun, taskRun, warehouseHour } from "../../../seeds/generate/shapes/snowflake.ts";
import { idOf } from "../../../seeds/generate/random.ts";
import { DAY, HOUR, MINUTE } from "../../../seeds/generate/times.ts";
import type { SeedRow } from "../../../seeds/row.ts";

/** Rows per list. A vendor's page holds 1,000 observations or statements, 200 messages and 100 of everything else. */
export type Sizes = {
  observations: number;
  scores: number;
  sentry: number;
  commits: number;
  runs: number;
  messages: number;
  statements: number;
};

export const PAGED: Sizes = {
  observations: 1_250,
  scores: 120,
  sentry: 230,
  commits: 12,
  runs: 130,
  messages: 430,
  statements: 1_250,
};
export const SMALL: Sizes = {
  observations: 24,
  scores: 6,
  sentry: 6,
  commits: 6,
  messages: 8,
  statements: 8,
};

/** So far back the rows reach; a sync needs this much history. */
export const HISTORY_DAYS = 2;

/**
 * The seed of this name. Most rows lie within five hours of yesterday that no window of any table divides, so that a
 * list of `sizes` has to be paged; the rest lie half a day before.
 */
export function seedNamed(name: string, now: Date, sizes: Sizes): Seed {
  const busy = Math.floor((now.getTime() - DAY) / (6 * HOUR)) * 6 * HOUR;
  const moments = (count: number) =>
    range(count).map((index) => busy + Math.floor((index * 5 * HOUR) / count));
  const tables: Record<string, SeedRow[]> = {
    ...langfuse(moments(sizes.observations), moments(sizes.scores), busy),
    ...sentry(moments(sizes.sentry)),
    ...github(`acme/${name}`, moments(sizes.commits), moments(sizes.runs)),
    ...slack(moments(sizes.messages)),
    ...snowflake(moments(sizes.statements)),
  };
  return {
    name,
    dir: name,
    anchor: now,
    shift_ms: 0,
    in: { github: `acme/${name}`, slack: "incidents", sentry: "shop" },
    expect: undefined,
    services: undefined,
    tables: new Map(Object.entries(tables)),
    notes: [],
  };
}

/** The same seed with the rows of one vendor only: the others then have no account. */
export function only(seed: Seed, vendor: string): Seed {
  return { ...seed, tables: new Map([...seed.tables].filter(([table]) => table.startsWith(`${vendor}_`))) };
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
/** The row's own moment, half a day before it for every tenth row. */
const spread = (at: number, index: number) => (index % 10 === 9 ? at - DAY / 2 : at);

function langfuse(observed: number[], scored: number[], busy: number): Record<string, SeedRow[]> {
  const trace = (index: number) => idOf(`trace:${Math.floor(index / 5)}`, 32);
  return {
    langfuse_observations: observed.map((moment, index) => {
      // Traces are whole: five observations share a moment of the spread.
      const at = spread(moment, Math.floor(index / 5));
      const generation = index % 5 > 0 && index % 2 === 0;
      return observation({
        id: idOf(`observation:${index}`, 16),
        trace_id: trace(index),
        parent_id: index % 5 === 0 ? null : idOf(`observation:${index - (index % 5)}`, 16),
        project: "project",
        type: generation ? "GENERATION" : index % 5 === 0 ? "AGENT" : "TOOL",
        name: generation ? "answer" : "look-up",
        at,
        ended_at: at + 1_200,
        is_root: index % 5 === 0,
        level: index % 17 === 0 ? "ERROR" : "DEFAULT",
        input: `{"question":"number ${index}"}`,
        output: `{"answer":"number ${index}","cursor":"${index}"}`,
        release: "r1",
        user: `user-${index % 7}`,
        session: `session-${index % 11}`,
        tags: ["production"],
        trace_name: index % 3 === 0 ? "support" : "sales",
        ...(generation && {
          usage: { model: "gpt-4.1", input: 100 + index, output: 10, input_price: 2e-6, output_price: 8e-6 },
        }),
      });
    }),
    langfuse_scores: scored.map((moment, index) =>
      score({
        id: `score-${index}`,
        project: "project",
        name: "helpfulness",
        value: (index % 10) / 10,
        type: "NUMERIC",
        source: "EVAL",
        trace_id: trace(index),
        at: spread(moment, index),
      }),
    ),
    langfuse_prompts: [1, 2, 3].map((version) =>
      prompt({
        name: "support",
        version,
        text: `Help politely, version ${version}.`,
        labels: version === 3 ? ["production"] : [],
        commit_message: null,
        at: busy - version * HOUR,
        updated_at: busy - version * HOUR,
      }),
    ),
  };
}

function sentry(moments: number[]): Record<string, SeedRow[]> {
  const where = { org: "shop", project: "shop", project_id: "1" };
  const issue = (index: number) => ({
    id: String(5_000 + index),
    number: index,
    type: "TypeError",
    value: `number ${index} is undefined`,
    culprit: "shop/cart",
    level: "error" as const,
    handled: true,
    file: "shop/cart.ts",
  });
  return {
    sentry_issues: moments.map((moment, index) => {
      const last = spread(moment, index);
      return sentryIssue(where, issue(index), { count: 1, users: 1, first: last, last });
    }),
    sentry_events: moments.map((moment, index) =>
      sentryEvent(where, issue(index), {
        id: idOf(`event:${index}`, 32),
        at: spread(moment, index),
        release: null,
        trace_id: idOf(`trace:${index}`, 32),
        agent: "support",
        user: null,
        transaction: "/cart",
      }),
    ),
    sentry_releases: moments.map((moment, index) => {
      const at = spread(moment, index);
      const sha = idOf(`commit:${index}`, 40);
      const times = { committed_at: at - HOUR, created_at: at, deployed_at: at + MINUTE };
      return sentryRelease(where, {
        id: index,
        sha,
        message: "fix",
        commits: 1,
        repo: "acme/shop",
        ...times,
      });
    }),
  };
}

function github(repo: string, moments: number[], ran: number[]): Record<string, SeedRow[]> {
  const sha = (index: number) => idOf(`commit:${index}`, 40);
  const files = (index: number) => [{ path: `src/part-${index}.ts`, additions: index, deletions: 1 }];
  const few = moments.filter((_, index) => index % 3 === 0);
  return {
    github_commits: moments.map((at, index) =>
      githubCommit({
        repo,
        sha: sha(index),
        parent: index === 0 ? null : sha(index - 1),
        message: `fix: part ${index}`,
        author: "dev-a",
        at: spread(at, index),
        files: files(index),
      }),
    ),
    github_pull_requests: few.map((at, index) =>
      githubPullRequest({
        repo,
        number: 1_000 + index,
        title: `Part ${index}`,
        body: "",
        author: "dev-b",
        head_sha: sha(index),
        head_ref: `part-${index}`,
        base_sha: null,
        created_at: at - HOUR,
        merged_at: at,
        updated_at: at,
        merge_sha: sha(index),
        files: files(index),
      }),
    ),
    github_deployments: few.map((at, index) =>
      githubDeployment({
        repo,
        sha: sha(index),
        environment: "production",
        at,
        done_at: at + MINUTE,
        state: "success",
      }),
    ),
    github_workflow_runs: ran.map((at, index) =>
      githubWorkflowRun({
        repo,
        sha: sha(index),
        title: `fix: part ${index}`,
        workflow: "ci",
        number: index,
        at: spread(at, index),
        minutes: 4,
        conclusion: "success",
        actor: "dev-a",
      }),
    ),
    github_issues: few.map((at, index) =>
      githubIssue({
        repo,
        number: 1 + index,
        title: `Part ${index} is slow`,
        body: "",
        author: "dev-c",
        labels: [],
        created_at: at - HOUR,
        updated_at: at,
        closed_at: null,
      }),
    ),
  };
}

function slack(moments: number[]): Record<string, SeedRow[]> {
  const channel = { id: "C0000000001", name: "incidents", members: 4, topic: "Trouble" };
  return {
    slack_channels: [slackChannel({ ...channel, at: (moments[0] ?? 0) - 2 * DAY })],
    slack_messages: moments.map((moment, index) => {
      const message = {
        at: spread(moment, index),
        counter: index,
        user: "dev-a",
        text: `Part ${index} is live`,
      };
      const before = moments[index - 1];
      const answers = index % 40 === 1 && before !== undefined;
      return slackMessage(answers ? { ...message, thread: { at: before, counter: index - 1 } } : message);
    }),
  };
}

function snowflake(moments: number[]): Record<string, SeedRow[]> {
  const place = { database: "SHOP", schema: "CORE", warehouse: "SHOP_WH" };
  const statement = "insert into shop.core.orders select order_id from shop.stage.orders";
  const id = (index: number) => idOf(`statement:${index}`, 32);
  const failure = { code: "100183", message: "Table ORDERS does not exist" };
  return {
    snowflake_queries: moments.map((moment, index) =>
      queryRun({
        ...place,
        id: id(index),
        text: statement,
        type: "INSERT",
        user: "SYSTEM",
        role: "TRANSFORMER",
        started: spread(moment, index),
        elapsed_ms: 900 + index,
        ...(index % 50 === 0 && { error: failure }),
        bytes: 1_000_000 + index,
        partitions: 10,
        scanned: 2,
        rows: index,
        tag: "",
      }),
    ),
    snowflake_task_runs: moments.map((moment, index) => {
      const scheduled = spread(moment, index);
      const failed = index % 50 === 0;
      const task = {
        ...place,
        name: "SYNC_ORDERS",
        statement,
        root_id: "01b2c3d4-0000-0000-0000-000000000001",
      };
      const run = taskRun(task, {
        scheduled,
        started: scheduled + 200,
        completed: scheduled + 1_100 + index,
        state: failed ? "FAILED" : "SUCCEEDED",
        query_id: id(index),
        attempt: 1,
        ...(failed && { error: failure }),
      });
      // The view leaves the text of some failed statements to be looked up.
      return failed ? { ...run, QUERY_TEXT: null } : run;
    }),
    snowflake_warehouse_metering: range(48).map((hour) =>
      warehouseHour({
        warehouse: place.warehouse,
        at: Math.floor((moments[0] ?? 0) / HOUR) * HOUR - hour * HOUR,
        compute: hour / 10,
        cloud: hour / 1_000,
      }),
    ),
  };
}
