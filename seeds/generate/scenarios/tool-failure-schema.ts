/** A partner's proxy answers with an error page and status 200: a tool that gave JSON gives HTML, and no error is raised. */
import { runAssistant, type Assistant, type ToolAnswer } from "../background/agents.ts";
import { office } from "../background/rhythm.ts";
import { merge } from "../background/shipping.ts";
import { notFound } from "../background/tools.ts";
import { closeWorld, openWorld, steadyIssue, work, type Run } from "../background/world.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";
import type { Random } from "../random.ts";

const PAGE =
  "<!doctype html>\n<html><head><title>Scheduled maintenance</title></head><body><h1>We are back soon</h1><p>The rates service is under maintenance. Thank you for your patience.</p></body></html>";

function rates(random: Random, base: string): string {
  if (random.chance(0.03)) return notFound(`currency ${base}`);
  const quotes = ["USD", "GBP", "CHF", "NOK"].map((currency) => [
    currency,
    Number(random.between(0.5, 11).toFixed(4)),
  ]);
  return JSON.stringify({
    base,
    as_of_minutes: random.int(1, 14),
    rates: Object.fromEntries(quotes),
    provider: "ratesource",
    ...(random.chance(0.2) && { delayed: true }),
  });
}

/** Nine answers in ten are the page. */
const mostlyPages: ToolAnswer = (random, args) =>
  random.chance(0.9) ? PAGE : rates(random, String(args["base"]));

export function toolFailureSchema(draw: Draw): SeedFolder {
  // On a Monday the release that runs is Friday's; on other days yesterday's, which has run well since.
  const monday = draw.either("monday", true, false);
  const world = openWorld(draw, {
    name: "tool-failure-schema",
    path: "incidents/tool-failure-schema",
    about:
      "The partner behind a rates tool serves a maintenance page with status 200; the agent goes on with yesterday's rates.",
    anchor: monday ? "2026-08-17T15:50:00Z" : "2026-08-20T15:50:00Z",
    repo: "copperleaf/fx-desk",
    channel: "fx-desk",
    topic: "FX desk",
    days: 8.1,
    shipping_until_h: monday ? 40 : 12,
    prompts_until_h: 100,
  });
  const { company, shipping, ago } = world;
  const since_h = draw.vary("since", 4, 2, 9);
  // Merged shortly before and not deployed; it even touches the same tool.
  merge(company, shipping, ago(since_h + 0.5), "dev-c", {
    title: "refactor: rates client with fewer options",
    files: [{ path: "tools/rates/client.ts", additions: 18, deletions: 44 }],
  });
  const desk: Assistant = {
    name: draw.name("fx-agent"),
    per_hour: draw.vary("volume", 0.8, 0.7, 1.2),
    rhythm: office,
    model: "gpt-4.1-mini",
    input_tokens: 4_800,
    output_tokens: 100,
    system: "Answer with current rates.",
    tool: {
      name: "fetch_rates",
      args: (random) => ({ base: random.pick(["EUR", "SEK", "PLN", "CZK"]) }),
      answer: (random, args) => rates(random, String(args["base"])),
    },
  };
  work(world, { ...desk, run: (run: Run) => void runAssistant(desk, run) }, { to: ago(since_h) });
  work(
    world,
    { ...desk, run: (run: Run) => void runAssistant(desk, run, { answer: mostlyPages }) },
    { from: ago(since_h) },
  );
  steadyIssue(world, 0.08);

  company.seed.expect.push({
    detector: "tool_failure",
    fingerprint: "schema_failure:fetch_rates",
    severity: "high",
    blame: null,
  });
  return closeWorld(world);
}
