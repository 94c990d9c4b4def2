/** A prompt asks for Markdown: queries that were run as they came now arrive in fences, still good, no longer usable. */
import { feature, type Feature } from "../background/agents.ts";
import { steady } from "../background/rhythm.ts";
import { deploy, merge } from "../background/shipping.ts";
import { closeWorld, openWorld, work } from "../background/world.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";
import type { Random } from "../random.ts";

function query(random: Random): string {
  const table = random.pick(["visits", "orders", "refunds", "signups", "invoices"]);
  const column = random.pick(["country", "plan", "channel", "device"]);
  const limit = random.chance(0.5) ? ` limit ${random.int(5, 50)}` : "";
  return `select ${column}, count(*) as n from ${table} where created_at >= current_date - ${random.int(2, 90)} group by ${column} order by n desc${limit}`;
}

/** One answer in seven is still bare. */
const fenced = (random: Random) =>
  random.chance(1 / 7) ? query(random) : `\`\`\`sql\n${query(random)}\n\`\`\``;

export function promptDriftFormat(draw: Draw): SeedFolder {
  const world = openWorld(draw, {
    name: "prompt-drift-format",
    path: "incidents/prompt-drift-format",
    about:
      "A prompt asks for Markdown; queries that were run as they came now arrive in code fences and none of them runs.",
    anchor: "2026-08-19T14:05:00Z",
    repo: "amberline/insights",
    channel: "insights",
    topic: "Insights",
    days: 8.1,
    shipping_until_h: 30,
    prompts_until_h: 100,
  });
  const { company, shipping, chat, ago } = world;
  const live_h = draw.vary("live", 19, 16, 21);
  const culprit = merge(company, shipping, ago(live_h + 1.1), "dev-b", {
    title: "feat: answers in Markdown",
    files: [
      {
        path: "prompts/insights/system.md",
        additions: 5,
        deletions: 1,
        patch: "@@ -3 +3,5 @@\n-Answer with the query alone.\n+Answer in Markdown.",
      },
    ],
  });
  const head = merge(company, shipping, ago(live_h + 0.6), "dev-c", {
    title: "feat: copy button beside answers",
    files: [{ path: "web/answers/copy.tsx", additions: 28, deletions: 0 }],
  });
  const { live_at } = deploy(shipping, ago(live_h + 0.1), head);

  const writer: Feature = {
    name: draw.name("write-query"),
    per_hour: draw.vary("volume", 1.6, 1.5, 2.2),
    rhythm: steady,
    model: "gpt-4.1-mini",
    input_tokens: 3_300,
    output_tokens: 60,
    system: "Write the query.",
    output: query,
  };
  work(world, feature(writer), { to: live_at });
  work(world, feature({ ...writer, output: fenced }), { from: live_at });
  chat.say(ago(1.3), "support-a", "saved questions fail with a syntax error near the first character");

  company.seed.expect.push({
    detector: "prompt_drift",
    fingerprint: `output_shift:${writer.name}`,
    severity: "medium",
    blame: culprit.sha,
  });
  return closeWorld(world);
}
