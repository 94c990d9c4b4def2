/** A release moves one feature to a large model: its hours cost many times the usual, its traffic does not change. */
import { answerText, feature, runFeature, type Feature } from "../background/agents.ts";
import { office, steady } from "../background/rhythm.ts";
import { deploy, merge } from "../background/shipping.ts";
import { closeWorld, openWorld, steadyIssue, work } from "../background/world.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";

export function costSpikeAgent(draw: Draw): SeedFolder {
  const world = openWorld(draw, {
    name: "cost-spike-agent",
    path: "incidents/cost-spike-agent",
    about: "A release moves contract summaries to a large model; from then on each costs five times as much.",
    anchor: "2026-08-20T14:30:00Z",
    repo: "brightquill/contracts",
    channel: "contracts-eng",
    topic: "Contracts: building and running",
    days: 8.1,
    shipping_until_h: 8,
    prompts_until_h: 72,
  });
  const { company, shipping, chat, ago } = world;
  const live_h = draw.vary("live", 4, 1.5, 6);
  const culprit = merge(company, shipping, ago(live_h + 0.7), "dev-b", {
    title: "feat: contract summaries on gpt-4.1",
    files: [
      {
        path: "llm/summary.ts",
        additions: 3,
        deletions: 3,
        patch: '@@ -8,3 +8,3 @@\n-  model: "gpt-4.1-mini",\n+  model: "gpt-4.1",',
      },
    ],
  });
  const deployment = deploy(shipping, ago(live_h + 0.1), culprit);
  // Merged while the deployment was under way: the last commit before the trouble, and not part of it.
  merge(company, shipping, ago(live_h + 0.05), "dev-c", {
    title: "docs: how contracts are archived",
    files: [{ path: "docs/archive.md", additions: 41, deletions: 2 }],
  });

  const summary: Feature = {
    name: draw.name("contract-summary"),
    per_hour: draw.vary("volume", 1.8, 1.5, 3),
    rhythm: office,
    model: "gpt-4.1-mini",
    input_tokens: 150_000,
    output_tokens: 500,
    system: "Summarise the contract for the account team.",
    output: answerText,
  };
  work(world, feature(summary), { to: deployment.live_at });
  const large = {
    ...summary,
    run: (run: Parameters<typeof runFeature>[1]) => void runFeature(summary, run, { model: "gpt-4.1" }),
  };
  work(world, large, { from: deployment.live_at });
  work(
    world,
    feature({
      ...summary,
      name: draw.name("clause-finder"),
      per_hour: 0.5,
      rhythm: steady,
      input_tokens: 40_000,
      system: "Name the clauses that differ from our template.",
    }),
  );
  steadyIssue(world, 0.1);
  chat.say(ago(0.6), "support-a", "summaries read very well today, thanks");

  world.company.seed.expect.push({
    detector: "cost_spike",
    fingerprint: summary.name,
    severity: "critical",
    blame: culprit.sha,
  });
  return closeWorld(world);
}
