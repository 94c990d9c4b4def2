/** A release tells an agent to ask until a quote is fresh: one run has asked 24 times and goes on asking. */
import { assistant } from "../background/agents.ts";
import { polling } from "../background/long-runs.ts";
import { office } from "../background/rhythm.ts";
import { deploy, merge, releaseAt } from "../background/shipping.ts";
import { openTrace } from "../background/trace.ts";
import { chatInput, toolCall } from "../background/words.ts";
import { closeWorld, openWorld, steadyIssue, work } from "../background/world.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";
import type { Random } from "../random.ts";

/** A quote of the day; the request id differs in every answer and says nothing. */
function quote(random: Random, symbol: string, state: "fresh" | "stale"): string {
  const price = state === "stale" ? 41.17 : Number(random.between(20, 90).toFixed(2));
  return JSON.stringify({
    symbol,
    state,
    price,
    currency: "EUR",
    venue: "XPAR",
    request_id: `req-${random.hex(8)}`,
  });
}

export function agentLoopCritical(draw: Draw): SeedFolder {
  const world = openWorld(draw, {
    name: "agent-loop-critical",
    path: "incidents/agent-loop-critical",
    about:
      "A new release repeats a quote until it is fresh; the market is closed, so one run has asked more than twenty times and goes on.",
    anchor: "2026-08-19T18:25:00Z",
    repo: "larkfield/broker-desk",
    channel: "broker-desk",
    topic: "Broker desk",
    days: 8.1,
    shipping_until_h: 12,
    prompts_until_h: 100,
  });
  const { company, shipping, chat, ago, anchor } = world;
  const live_h = draw.vary("live", 2.6, 2, 5);
  const culprit = merge(company, shipping, ago(live_h + 0.8), "dev-c", {
    title: "feat: never answer with a stale quote",
    files: [
      {
        path: "agents/broker/quote.ts",
        additions: 11,
        deletions: 3,
        patch:
          '@@ -21,2 +21,4 @@\n+  while (quote.state === "stale") {\n+    quote = await ask(symbol);\n+  }',
      },
    ],
  });
  deploy(shipping, ago(live_h + 0.1), culprit);
  merge(company, shipping, ago(live_h + 0.03), "dev-a", {
    title: "style: darker lines in the chart",
    files: [{ path: "web/chart/lines.css", additions: 4, deletions: 4 }],
  });

  const name = draw.name("broker-agent");
  work(
    world,
    assistant({
      name,
      per_hour: 0.4,
      rhythm: office,
      model: "gpt-4.1-mini",
      input_tokens: 3_500,
      output_tokens: 110,
      system: "Quote the share.",
      tool: {
        name: "get_quote",
        args: (random) => ({ symbol: `SYM${random.int(10, 99)}`, venue: "XPAR" }),
        answer: (random, args) => quote(random, String(args["symbol"]), "fresh"),
      },
    }),
  );
  steadyIssue(world, 0.06);
  polling(world, { name: draw.name("report-export"), at: ago(1.4), polls: 13 });

  const random = company.random("loop");
  const repeats = Math.round(draw.vary("repeats", 24, 22, 34));
  const pace_ms = draw.vary("pace", 42_000, 30_000, 60_000);
  const at = Math.round(anchor - 90_000 - repeats * pace_ms);
  const trace = openTrace(company, random, { name, at, release: releaseAt(company, shipping, at) });
  const think = (n: number, output: string) => {
    const tokens = { input_tokens: 3_500 + n * 260, output_tokens: random.int(30, 44) };
    trace.generation({
      name: `${name}-llm`,
      model: "gpt-4.1-mini",
      ...tokens,
      input: chatInput("Quote the share.", "The quote is stale. Ask again."),
      output,
    });
  };
  for (let n = 0; n < repeats; n += 1) {
    trace.wait(Math.max(0, at + n * pace_ms * random.between(0.97, 1) - trace.now()));
    // The same question each time, though not letter by letter: key order and the attempt differ.
    const args =
      n % 2 === 0
        ? { symbol: "SYM48", venue: "XPAR", attempt: n + 1 }
        : { attempt: n + 1, venue: "XPAR", symbol: "SYM48" };
    think(n, toolCall("get_quote", args, random.hex(8)));
    trace.tool({ name: "get_quote", input: args, output: quote(random, "SYM48", "stale") });
  }
  trace.close({ running: true });
  chat.say(ago(0.05), "support-a", "a customer has been waiting a quarter of an hour for one quote");

  company.seed.expect.push({
    detector: "agent_loop",
    fingerprint: `get_quote x${repeats}`,
    severity: "critical",
    blame: culprit.sha,
  });
  return closeWorld(world);
}
