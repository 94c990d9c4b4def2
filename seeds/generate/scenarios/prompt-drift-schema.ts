/** A shorter prompt drops the output format: most extractions are prose or lack a key, and nothing raises an error. */
import { feature, type Feature } from "../background/agents.ts";
import { office } from "../background/rhythm.ts";
import { deploy, merge } from "../background/shipping.ts";
import { closeWorld, openWorld, steadyIssue, work } from "../background/world.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";
import type { Random } from "../random.ts";

function invoice(random: Random) {
  return {
    vendor: random.pick(["Lumen Paper", "Tarn Freight", "Osier Cloud", "Gale Energy"]),
    number: `INV-${random.int(1_000, 9_999)}`,
    currency: "EUR",
    total: Number(random.between(20, 4_000).toFixed(2)),
    due_in_days: random.int(7, 45),
    ...(random.chance(0.4) && { order_number: `PO-${random.int(100, 999)}` }),
  };
}

/** One output in sixty was prose even before the change. */
function outputBefore(random: Random): string {
  return random.chance(1 / 60)
    ? "I cannot read this scan. Please upload it again."
    : JSON.stringify(invoice(random));
}

function outputAfter(random: Random): string {
  const full = invoice(random);
  if (random.chance(0.22)) return JSON.stringify(full);
  const { currency, total, ...rest } = full;
  if (random.chance(0.45)) return JSON.stringify({ ...rest, total: `${total} ${currency}` });
  return `The invoice ${full.number} of ${full.vendor} is about ${total} ${currency}, due in ${full.due_in_days} days.`;
}

export function promptDriftSchema(draw: Draw): SeedFolder {
  const world = openWorld(draw, {
    name: "prompt-drift-schema",
    path: "incidents/prompt-drift-schema",
    about:
      "A shortened prompt loses the output format: most extracted invoices are no longer the JSON that they were.",
    anchor: "2026-08-20T16:20:00Z",
    repo: "saltmarsh/payables",
    channel: "payables",
    topic: "Payables",
    days: 8.1,
    shipping_until_h: 12,
    prompts_until_h: 72,
  });
  const { company, shipping, chat, ago } = world;
  const live_h = draw.vary("live", 7, 6, 9);
  merge(company, shipping, ago(live_h + 30), "dev-b", {
    title: "prompt: greet by company name in reminders",
    files: [{ path: "prompts/reminder/system.md", additions: 2, deletions: 2 }],
  });
  const culprit = merge(company, shipping, ago(live_h + 1.4), "dev-a", {
    title: "prompt: shorter instructions for invoice extraction",
    files: [
      {
        path: "prompts/extract-invoice/system.md",
        additions: 4,
        deletions: 23,
        patch:
          "@@ -11,8 +11,2 @@\n-Answer with one JSON object and nothing else.\n-Keys: vendor, number, currency, total, due_in_days.",
      },
    ],
  });
  // Two innocent merges on top; the last of them gives the release its name.
  merge(company, shipping, ago(live_h + 0.9), "dev-c", {
    title: "fix: column width of the payables table",
    files: [{ path: "web/payables/table.css", additions: 3, deletions: 3 }],
  });
  const head = merge(company, shipping, ago(live_h + 0.4), "dev-b", {
    title: "chore: faster image for the worker",
    files: [{ path: "Dockerfile", additions: 2, deletions: 4 }],
  });
  const { live_at } = deploy(shipping, ago(live_h + 0.1), head);
  // Touches a prompt too, but after the trouble began.
  merge(company, shipping, ago(1.5), "dev-c", {
    title: "prompt: reminders in two sentences",
    files: [{ path: "prompts/reminder/system.md", additions: 1, deletions: 5 }],
  });

  const extraction: Feature = {
    name: draw.name("extract-invoice"),
    per_hour: draw.vary("volume", 2, 1.9, 2.8),
    rhythm: office,
    model: "gpt-4.1-mini",
    input_tokens: 5_200,
    output_tokens: 90,
    system: "Extract the invoice.",
    output: outputBefore,
  };
  work(world, feature(extraction), { to: live_at });
  work(world, feature({ ...extraction, output: outputAfter }), { from: live_at });
  steadyIssue(world, 0.08);
  chat.say(ago(0.8), "support-a", "two customers see empty amounts in their invoice list");

  company.seed.expect.push({
    detector: "prompt_drift",
    fingerprint: `schema_break:${extraction.name}`,
    severity: "high",
    blame: culprit.sha,
  });
  return closeWorld(world);
}
