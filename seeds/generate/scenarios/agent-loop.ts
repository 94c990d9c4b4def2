/** An agent asks the same search for the same thing fourteen times and is still at it; others work long and honestly. */
import { assistant } from "../background/agents.ts";
import { pagination } from "../background/long-runs.ts";
import { office } from "../background/rhythm.ts";
import { merge, releaseAt } from "../background/shipping.ts";
import { searchDocs } from "../background/tools.ts";
import { openTrace } from "../background/trace.ts";
import { chatInput, toolCall } from "../background/words.ts";
import { closeWorld, openWorld, steadyIssue, work } from "../background/world.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";

export function agentLoop(draw: Draw): SeedFolder {
  // On a Monday the release that runs is Friday's; on other days yesterday's, which has run well since.
  const monday = draw.either("monday", true, false);
  const world = openWorld(draw, {
    name: "agent-loop",
    path: "incidents/agent-loop",
    about:
      "One run of the catalog agent searches for the same part again and again, gets the same three hits, and is still running.",
    anchor: monday ? "2026-08-17T10:40:00Z" : "2026-08-20T10:40:00Z",
    repo: "ironfern/parts",
    channel: "parts-agents",
    topic: "Agents of the parts catalog",
    days: 8.1,
    shipping_until_h: monday ? 40 : 12,
    prompts_until_h: 100,
  });
  const { company, shipping, ago, anchor } = world;
  // Merged this morning and not deployed.
  merge(company, shipping, ago(1.6), "dev-b", {
    title: "feat: retry the search with synonyms",
    files: [{ path: "agents/catalog/search.ts", additions: 37, deletions: 6 }],
  });
  const name = draw.name("catalog-agent");
  work(
    world,
    assistant({
      name,
      per_hour: 0.45,
      rhythm: office,
      model: "gpt-4.1-mini",
      input_tokens: 6_000,
      output_tokens: 120,
      system: "Find the part.",
      tool: {
        name: "retry-search",
        args: (random, topic) => ({ query: `${topic} ${random.int(10, 99)}`, limit: 3 }),
        answer: (random, args) => searchDocs(random, String(args["query"])),
      },
    }),
  );
  steadyIssue(world, 0.06);
  pagination(world, { name: draw.name("catalog-crawler"), at: ago(1.3), pages: 13 });

  const random = company.random("loop");
  const repeats = Math.round(draw.vary("repeats", 14, 11, 18));
  const at = Math.round(anchor - repeats * draw.vary("pace", 150_000, 60_000, 300_000));
  const trace = openTrace(company, random, { name, at, release: releaseAt(company, shipping, at) });
  const args = { query: "gasket 48 mm viton", limit: 3 };
  const answer = JSON.stringify({
    query: args.query,
    total: 3,
    results: [
      {
        id: "doc-310",
        title: "Gasket 48 mm NBR",
        score: 0.61,
        snippet: "Nitrile rubber, up to 100 degrees.",
      },
      {
        id: "doc-311",
        title: "Gasket 50 mm viton",
        score: 0.58,
        snippet: "Fluoro rubber, up to 200 degrees.",
      },
      { id: "doc-377", title: "Gasket set", score: 0.44, snippet: "Assorted sizes in one box." },
    ],
  });
  const pause = (anchor - 90_000 - at) / (repeats - 1);
  for (let n = 0; n < repeats; n += 1) {
    trace.wait(Math.max(0, at + n * pause * random.between(0.97, 1) - trace.now()));
    const tokens = { input_tokens: 6_000 + n * 420, output_tokens: random.int(36, 48) };
    const thought =
      ["That is not viton, let me search again.", "Not the size, once more.", "Maybe the index was busy."][
        n % 3
      ] ?? "";
    trace.generation({
      name: `${name}-llm`,
      model: "gpt-4.1-mini",
      ...tokens,
      input: chatInput("Find the part.", thought),
      output: toolCall("retry-search", args, random.hex(8)),
    });
    trace.tool({ name: "retry-search", input: args, output: answer });
  }
  trace.close({ running: true });

  company.seed.expect.push({
    detector: "agent_loop",
    fingerprint: `retry-search x${repeats}`,
    severity: repeats > 20 ? "critical" : "high",
    blame: null,
  });
  return closeWorld(world);
}
