/** The vendor raises the price of one model: agents that use it rise a little each, the model's hours a lot. */
import { answerText, feature, inTurn, type Feature } from "../background/agents.ts";
import { steady } from "../background/rhythm.ts";
import { merge } from "../background/shipping.ts";
import { closeWorld, openWorld, work } from "../background/world.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";

const ON_THE_MODEL = [
  "lint-notes",
  "test-names",
  "commit-digest",
  "doc-links",
  "api-diff",
  "type-hints",
  "todo-sorter",
  "log-reader",
];

export function costSpikeModel(draw: Draw): SeedFolder {
  // On a Monday the release that runs is Friday's; on other days yesterday's, which has run well since.
  const monday = draw.either("monday", true, false);
  const world = openWorld(draw, {
    name: "cost-spike-model",
    path: "incidents/cost-spike-model",
    about:
      "The vendor charges 3.4 times as much for one model since this morning; nothing of ours changed, so no commit is to blame.",
    anchor: monday ? "2026-08-17T13:05:00Z" : "2026-08-20T13:05:00Z",
    repo: "stonecrop/codelens",
    channel: "codelens",
    topic: "Reading code with models",
    days: 8.1,
    shipping_until_h: monday ? 40 : 12,
    prompts_until_h: 100,
  });
  const { company, shipping, chat, ago } = world;
  const since_h = draw.vary("since", 4, 2, 7);
  // Merged shortly before the trouble and not deployed: what a look at the log alone would blame.
  merge(company, shipping, ago(since_h + 0.4), "dev-a", {
    title: "feat: choose the llm per repository",
    files: [{ path: "llm/router.ts", additions: 29, deletions: 4 }],
  });
  const base = { rhythm: steady, spread: 0.08, output_tokens: 150, output: answerText } as const;
  const agents = ON_THE_MODEL.map((name): Feature => {
    const input_tokens = 88_000 / company.price_factor;
    return {
      ...base,
      name: draw.name(name),
      per_hour: 0,
      model: "o4-mini",
      input_tokens,
      system: `You are ${name}.`,
    };
  });
  const queue = { ...base, name: "queue", per_hour: draw.vary("volume", 4, 3.6, 5) };
  const price = draw.vary("price", 3.4, 3.1, 3.6);
  work(world, { ...queue, run: inTurn(agents) }, { to: ago(since_h) });
  work(world, { ...queue, run: inTurn(agents, { price }) }, { from: ago(since_h) });
  const audit: Feature = {
    ...base,
    name: draw.name("repo-audit"),
    per_hour: 1,
    model: "gpt-4.1",
    input_tokens: 900_000 / company.price_factor,
    system: "Audit the repository.",
  };
  work(world, feature(audit));
  chat.say(ago(0.4), "dev-b", "does anyone know why the model bill looks steeper today?");

  company.seed.expect.push({
    detector: "cost_spike",
    fingerprint: "model:o4-mini",
    severity: "high",
    blame: null,
  });
  return closeWorld(world);
}
