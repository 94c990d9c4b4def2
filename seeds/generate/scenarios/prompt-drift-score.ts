/** A new system message makes answers sound better and be less true: the groundedness score falls within the hour. */
import { answerText, runFeature, type Feature } from "../background/agents.ts";
import { office } from "../background/rhythm.ts";
import { deploy, merge } from "../background/shipping.ts";
import { closeWorld, openWorld, work, type Agent, type Run } from "../background/world.ts";
import type { Draw } from "../draw.ts";
import { addRow, type SeedFolder } from "../folder.ts";
import { score } from "../shapes/langfuse.ts";

/** The feature with an evaluator that scores two answers of three, a minute after each. */
function scored(own: Feature, mean: number): Agent {
  return {
    ...own,
    run(run: Run) {
      const { company, random } = run;
      const trace = runFeature(own, run);
      if (!random.chance(0.66)) return;
      const at = trace.now() + 55_000;
      const facts = { project: company.langfuse_project, trace_id: trace.id, at, source: "EVAL" } as const;
      const value = Number(Math.min(1, Math.max(0, random.normal(mean, 0.09))).toFixed(3));
      addRow(
        company.seed,
        "langfuse_scores",
        at,
        score({ ...facts, id: random.hex(24), name: "groundedness", value, type: "NUMERIC" }),
      );
      const polite = random.chance(0.96) ? 1 : 0;
      addRow(
        company.seed,
        "langfuse_scores",
        at,
        score({ ...facts, id: random.hex(24), name: "polite", value: polite, type: "BOOLEAN" }),
      );
    },
  };
}

export function promptDriftScore(draw: Draw): SeedFolder {
  const world = openWorld(draw, {
    name: "prompt-drift-score",
    path: "incidents/prompt-drift-score",
    about:
      "A new system message makes travel answers livelier and less grounded; the evaluator's score falls by a fifth.",
    anchor: "2026-08-21T09:40:00Z",
    repo: "lanternway/travel",
    channel: "travel-answers",
    topic: "Travel answers",
    days: 8.1,
    shipping_until_h: 36,
    prompts_until_h: 100,
  });
  const { company, shipping, ago } = world;
  const live_h = draw.vary("live", 19, 17, 22);
  const older = merge(company, shipping, ago(live_h + 22), "dev-c", {
    title: "prompt: name the season in every answer",
    files: [{ path: "prompts/travel/season.md", additions: 3, deletions: 0 }],
  });
  deploy(shipping, ago(live_h + 21.5), older);
  const culprit = merge(company, shipping, ago(live_h + 1.2), "dev-a", {
    title: "feat: livelier travel answers",
    files: [{ path: "prompts/travel/system.md", additions: 9, deletions: 14 }],
  });
  const head = merge(company, shipping, ago(live_h + 0.5), "dev-b", {
    title: "fix: map zoom on small screens",
    files: [{ path: "web/map/zoom.ts", additions: 6, deletions: 2 }],
  });
  const { live_at } = deploy(shipping, ago(live_h + 0.1), head);
  merge(company, shipping, ago(0.7), "dev-c", {
    title: "prompt: shorter farewell",
    files: [{ path: "prompts/travel/farewell.md", additions: 1, deletions: 3 }],
  });

  const own: Feature = {
    name: draw.name("travel-answer"),
    per_hour: draw.vary("volume", 1.6, 1.5, 2.4),
    rhythm: office,
    model: "gpt-4o",
    input_tokens: 4_100,
    output_tokens: 130,
    system: "Answer travel questions from the guide.",
    output: answerText,
  };
  const before = draw.vary("before", 0.85, 0.8, 0.88);
  work(world, scored(own, before), { to: live_at });
  work(world, scored(own, before - draw.vary("fall", 0.22, 0.2, 0.27)), {
    from: live_at,
    to: world.anchor - 180_000,
  });

  company.seed.expect.push({
    detector: "prompt_drift",
    fingerprint: "score_regression:groundedness",
    severity: "medium",
    blame: culprit.sha,
  });
  return closeWorld(world);
}
