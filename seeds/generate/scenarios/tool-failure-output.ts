/** A search points to an index that nobody fills: it answers fast, well-formed and empty. */
import { runAssistant, type Assistant } from "../background/agents.ts";
import { shop } from "../background/rhythm.ts";
import { deploy, merge } from "../background/shipping.ts";
import { searchDocs } from "../background/tools.ts";
import { closeWorld, openWorld, steadyIssue, work, type Run } from "../background/world.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";

const nothing = () => JSON.stringify({ total: 0, results: [] });

export function toolFailureOutput(draw: Draw): SeedFolder {
  const world = openWorld(draw, {
    name: "tool-failure-output",
    path: "incidents/tool-failure-output",
    about: "The review search is moved to a new index that is still empty: valid JSON, no error, no hits.",
    anchor: "2026-08-20T20:05:00Z",
    repo: "mossgate/storefront",
    channel: "storefront-search",
    topic: "Search of the storefront",
    days: 8.1,
    shipping_until_h: 14,
    prompts_until_h: 100,
  });
  const { company, shipping, ago } = world;
  const live_h = draw.vary("live", 4, 3.5, 8);
  merge(company, shipping, ago(live_h + 2), "dev-a", {
    title: "fix: price with two digits in the basket",
    files: [{ path: "web/basket/price.ts", additions: 2, deletions: 1 }],
  });
  const culprit = merge(company, shipping, ago(live_h + 0.9), "dev-c", {
    title: "chore: move the review search to index v2",
    files: [
      {
        path: "search/reviews/index.ts",
        additions: 1,
        deletions: 1,
        patch: '@@ -4 +4 @@\n-export const INDEX = "reviews-v1";\n+export const INDEX = "reviews-v2";',
      },
    ],
  });
  const { live_at } = deploy(shipping, ago(live_h + 0.1), culprit);
  merge(company, shipping, ago(live_h + 0.05), "dev-b", {
    title: "test: basket with twenty lines",
    files: [{ path: "tests/basket/lines.test.ts", additions: 40, deletions: 0 }],
  });

  const agent: Assistant = {
    name: draw.name("review-agent"),
    per_hour: draw.vary("volume", 0.8, 0.8, 1.3),
    rhythm: shop,
    model: "gpt-4.1-mini",
    input_tokens: 5_100,
    output_tokens: 110,
    system: "Say what customers think of it.",
    tool: {
      name: "search_reviews",
      args: (random, topic) => ({ query: `${topic} ${random.int(1, 40)}` }),
      answer: (random, args) => searchDocs(random, String(args["query"])),
    },
  };
  work(world, { ...agent, run: (run: Run) => void runAssistant(agent, run) }, { to: live_at });
  work(
    world,
    { ...agent, run: (run: Run) => void runAssistant(agent, run, { answer: nothing }) },
    { from: live_at },
  );
  steadyIssue(world, 0.1);

  company.seed.expect.push({
    detector: "tool_failure",
    fingerprint: "output_anomaly:search_reviews",
    severity: "medium",
    blame: culprit.sha,
  });
  return closeWorld(world);
}
