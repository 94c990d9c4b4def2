/** A company with its history: opened by a scenario, which adds its trouble, and written out at the end. */
import type { Draw } from "../draw.ts";
import { addRow, type SeedFolder } from "../folder.ts";
import type { Random } from "../random.ts";
import { githubIssue } from "../shapes/github-delivery.ts";
import { DAY, HOUR, MINUTE } from "../times.ts";
import { openChannel, smallTalk, type Chat } from "./chat.ts";
import { foundCompany, type Company } from "./company.ts";
import { openIssue, type IssueLog } from "./errors.ts";
import { steady, type Rhythm } from "./rhythm.ts";
import { ordinaryShipping, releaseAt, type Shipping } from "./shipping.ts";
import { arrivals } from "./traffic.ts";
import { writeShipping } from "./write-shipping.ts";

export type World = {
  company: Company;
  shipping: Shipping;
  chat: Chat;
  issues: IssueLog[];
  /** First and last moment of the history. */
  from: number;
  anchor: number;
  /** So many hours before the anchor. */
  ago: (hours: number) => number;
};

export type Run = { company: Company; random: Random; at: number; release: string | null };

/** One kind of work that comes in over the day. */
export type Agent = {
  name: string;
  per_hour: number;
  rhythm: Rhythm;
  spread?: number;
  run: (run: Run) => void;
};

export type WorldOptions = Parameters<typeof foundCompany>[1] & {
  days: number;
  topic: string;
  /** Ordinary merges and deployments stop this many hours before the anchor; the scenario does the rest. */
  shipping_until_h: number;
  /** Ordinary changes of prompts stop this many hours before the anchor. */
  prompts_until_h: number;
};

export function openWorld(draw: Draw, options: WorldOptions): World {
  const company = foundCompany(draw, options);
  const { anchor } = company.seed;
  const from = anchor - options.days * DAY;
  const ago = (hours: number) => Math.round(anchor - hours * HOUR);
  const [to, prompts_until] = [ago(options.shipping_until_h), ago(options.prompts_until_h)];
  const shipping = ordinaryShipping(company, {
    from: from - DAY,
    to,
    prompts_until,
    random: company.random("shipping"),
  });
  const chat = openChannel(company, { from, topic: options.topic });
  return { company, shipping, chat, issues: [], from, anchor, ago };
}

/** Lets an agent work in [from, to), by default over the whole history; call it when the shipping plan is complete. */
export function work(world: World, agent: Agent, span: { from?: number; to?: number } = {}): void {
  const { company } = world;
  const random = company.random(`agent:${agent.name}:${span.from ?? "start"}`);
  // The last runs before the anchor would still be under way.
  const [from, to] = [span.from ?? world.from, span.to ?? world.anchor - 2 * MINUTE];
  for (const at of arrivals(random, { ...agent, from, to })) {
    agent.run({ company, random, at, release: releaseAt(company, world.shipping, at) });
  }
}

/** Opens a Sentry issue that the world writes out at its end. */
export function issueOf(world: World, facts: Parameters<typeof openIssue>[1]): IssueLog {
  const issue = openIssue(world.company, facts);
  world.issues.push(issue);
  return issue;
}

/** An error of the web page that has been there all along, at a low and steady rate, tied to no trace. */
export function steadyIssue(world: World, per_hour: number): void {
  const { company } = world;
  const facts = {
    type: "TypeError",
    value: "Cannot read properties of null (reading 'width')",
    level: "error",
    handled: true,
  } as const;
  const issue = issueOf(world, {
    ...facts,
    number: 41,
    culprit: "web/layout/side-bar in measure",
    file: "web/layout/side-bar.ts",
    transaction: "/settings",
  });
  const random = company.random("steady-issue");
  for (const at of arrivals(random, {
    from: world.from,
    to: world.anchor - MINUTE,
    per_hour,
    rhythm: steady,
    spread: 0.4,
  })) {
    const release = releaseAt(company, world.shipping, at);
    issue.record({
      at,
      release,
      trace_id: null,
      agent: null,
      user: `user-${String(random.int(1, 400)).padStart(4, "0")}`,
    });
  }
}

/** Writes what was planned and recorded. */
export function closeWorld(world: World): SeedFolder {
  const { company, shipping, chat, from, anchor } = world;
  const { seed, repo } = company;
  writeShipping(company, shipping, { sentry: world.issues.length > 0 });
  smallTalk(company, chat, shipping, { from, to: anchor - HOUR });
  for (const issue of world.issues) issue.write();
  const facts = [
    ["Filter is lost after a reload", "Steps: set a filter, press F5.", 9, 6],
    ["Document the export limits", "Support asks for it every week.", 6, null],
    ["Dark mode for the settings page", "", 3, null],
  ] as const;
  for (const [index, [title, body, opened, closed]] of facts.entries()) {
    const [created_at, closed_at] = [anchor - opened * DAY, closed === null ? null : anchor - closed * DAY];
    const times = { created_at, closed_at, updated_at: closed_at ?? created_at + 2 * HOUR };
    addRow(
      seed,
      "github_issues",
      created_at,
      githubIssue({ repo, number: 101 + index, title, body, author: "dev-b", labels: ["bug"], ...times }),
    );
  }
  return seed;
}
