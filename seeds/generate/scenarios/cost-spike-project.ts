/** A shared context builder makes every prompt several times as long: twelve small agents rise a little, the project a lot. */
import { answerText, inTurn, type Feature } from "../background/agents.ts";
import { steady } from "../background/rhythm.ts";
import { deploy, merge, type Shipping } from "../background/shipping.ts";
import type { Model } from "../background/models.ts";
import { closeWorld, openWorld, work, type World } from "../background/world.ts";
import { writeShipping } from "../background/write-shipping.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";
import { HOUR, MINUTE } from "../times.ts";

/** Each agent with its model and the tokens that make a call cost about ten cents. */
const AGENTS: [string, Model, number][] = [
  ["mail-sorter", "gpt-4.1-mini", 240_000],
  ["mail-writer", "gpt-4.1", 48_000],
  ["deal-notes", "gpt-4o", 37_000],
  ["lead-scoring", "gemini-2.5-flash", 290_000],
  ["call-digest", "gemini-2.5-pro", 76_000],
  ["meeting-prep", "claude-sonnet-4-5", 32_000],
  ["quote-check", "gpt-4.1-mini", 240_000],
  ["churn-notes", "gpt-4.1", 48_000],
  ["forecast-text", "gpt-4o", 37_000],
  ["duplicate-finder", "gemini-2.5-flash", 290_000],
  ["contract-dates", "gemini-2.5-pro", 76_000],
  ["account-summary", "claude-sonnet-4-5", 32_000],
];

export function costSpikeProject(draw: Draw): SeedFolder {
  const world = openWorld(draw, {
    name: "cost-spike-project",
    path: "incidents/cost-spike-project",
    about:
      "A shared context builder sends three times the text to every model; no agent stands out, the project does.",
    anchor: "2026-08-19T11:45:00Z",
    repo: "pinefield/crm",
    channel: "crm-platform",
    topic: "CRM platform",
    days: 8.1,
    shipping_until_h: 8,
    prompts_until_h: 60,
    // Their traces carry no release: only deployments say what runs.
    releases: false,
  });
  const { company, shipping, ago } = world;
  const live_h = draw.vary("live", 3, 1.5, 5.5);
  merge(company, shipping, ago(live_h + 1.5), "dev-a", {
    title: "fix: label of the archive button",
    files: [{ path: "web/archive/button.tsx", additions: 1, deletions: 1 }],
  });
  const culprit = merge(company, shipping, ago(live_h + 0.8), "dev-c", {
    title: "refactor: one context builder for all agents",
    body: "Every agent now gets the whole conversation instead of the last turns.",
    files: [
      { path: "core/context/builder.ts", additions: 74, deletions: 12 },
      { path: "core/context/window.ts", additions: 0, deletions: 58, status: "removed" },
    ],
  });
  const { live_at } = deploy(shipping, ago(live_h + 0.1), culprit);
  // The last commit before the trouble, merged too late for that deployment.
  const late = merge(company, shipping, ago(live_h + 0.06), "dev-b", {
    title: "test: cover the archive button",
    files: [{ path: "tests/archive/button.test.ts", additions: 24, deletions: 0 }],
  });
  deploy(shipping, ago(live_h - 0.9), late, "failure");

  addWebsite(world, live_at);

  const agents = AGENTS.map(([name, model, tokens]): Feature => {
    const input_tokens = tokens / company.price_factor;
    const common = { per_hour: 0, rhythm: steady, output_tokens: 120, output: answerText };
    return { ...common, name: draw.name(name), model, input_tokens, system: `You are ${name}.` };
  });
  const queue = { name: "queue", per_hour: draw.vary("volume", 4, 4, 6), rhythm: steady, spread: 0.08 };
  work(world, { ...queue, run: inTurn(agents) }, { to: live_at });
  const tokens = draw.vary("factor", 3.4, 3.1, 3.6);
  work(world, { ...queue, run: inTurn(agents, { tokens }) }, { from: live_at });
  company.seed.expect.push({
    detector: "cost_spike",
    fingerprint: "project:cost-spike-project",
    severity: "high",
    blame: culprit.sha,
  });
  return closeWorld(world);
}

/** Another product in the same organisation ships just before the trouble begins; the catalogue keeps the two apart. */
function addWebsite({ company, from }: World, onset: number): void {
  const website = { ...company, repo: "pinefield/website" };
  const shipping: Shipping = { commits: [], deployments: [], open: [] };
  for (const [hours, title, path] of [
    [(onset - from) / HOUR - 2, "feat: page about the new plans", "pages/plans.md"],
    [21, "fix: heading of the start page", "pages/start.md"],
    [0.5, "feat: banner for the autumn release", "pages/start.md"],
  ] as const) {
    const commit = merge(website, shipping, onset - hours * HOUR, "dev-d", {
      title,
      files: [{ path, additions: 12, deletions: 3 }],
    });
    deploy(shipping, commit.at + 10 * MINUTE, commit);
  }
  writeShipping(website, shipping, { sentry: false });
  const connections = ["cost-spike-project"];
  company.seed.services = {
    crm: { connections, repos: [company.repo], channels: [company.channel.name] },
    website: { repos: [website.repo] },
  };
}
