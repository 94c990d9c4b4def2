/** A release swallows an exception: the tool says "pending" at level DEFAULT while Sentry sees it fail in the same trace. */
import { runAssistant, type Assistant, type ToolAnswer } from "../background/agents.ts";
import { office } from "../background/rhythm.ts";
import { deploy, merge } from "../background/shipping.ts";
import { closeWorld, issueOf, openWorld, steadyIssue, work, type Run } from "../background/world.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";
import type { Random } from "../random.ts";

function seat(random: Random, flight: string, status: string): string {
  return JSON.stringify({
    flight,
    status,
    seat: `${random.int(1, 32)}${random.pick(["A", "C", "D", "F"])}`,
    hold_minutes: 20,
    reference: random.hex(6).toUpperCase(),
  });
}

export function toolFailureCorrelated(draw: Draw): SeedFolder {
  const world = openWorld(draw, {
    name: "tool-failure-correlated",
    path: "incidents/tool-failure-correlated",
    about:
      "The seat tool swallows a time-out and answers as if all were well; only Sentry knows, in the same traces.",
    anchor: "2026-08-18T14:15:00Z",
    repo: "whitecairn/boarding",
    channel: "boarding",
    topic: "Boarding",
    days: 8.1,
    shipping_until_h: 10,
    prompts_until_h: 100,
  });
  const { company, shipping, chat, ago } = world;
  const live_h = draw.vary("live", 3.2, 2.5, 6);
  const culprit = merge(company, shipping, ago(live_h + 1), "dev-b", {
    title: "fix: do not let a slow seat map stop the booking",
    files: [
      {
        path: "tools/seats/reserve.ts",
        additions: 9,
        deletions: 2,
        patch: "@@ -30,2 +30,5 @@\n+  } catch (error) {\n+    capture(error);\n+    return pending(flight);",
      },
    ],
  });
  const { live_at } = deploy(shipping, ago(live_h + 0.1), culprit);
  merge(company, shipping, ago(live_h + 0.04), "dev-a", {
    title: "docs: boarding groups explained",
    files: [{ path: "docs/boarding-groups.md", additions: 30, deletions: 0 }],
  });

  const agent: Assistant = {
    name: draw.name("boarding-agent"),
    per_hour: draw.vary("volume", 0.75, 0.7, 1.2),
    rhythm: office,
    model: "gpt-4o",
    input_tokens: 3_900,
    output_tokens: 90,
    system: "Help with boarding.",
    tool: {
      name: "reserve_seat",
      args: (random) => ({ flight: `WC${random.int(100, 999)}` }),
      answer: (random, args) => seat(random, String(args["flight"]), "reserved"),
    },
  };
  const issue = issueOf(world, {
    type: "SeatMapTimeout",
    value: "no answer within 2000 ms",
    level: "error",
    handled: true,
    number: 63,
    culprit: "tools/seats/reserve in reserveSeat",
    file: "tools/seats/reserve.ts",
    transaction: "agent.boarding",
  });
  work(world, { ...agent, run: (run: Run) => void runAssistant(agent, run) }, { to: live_at });
  const answer: ToolAnswer = (random, args, trace) => {
    const fails = random.chance(0.8);
    // The exception is captured while the tool runs.
    if (fails)
      issue.record({
        at: trace.now() + 40,
        release: trace.release,
        trace_id: trace.id,
        agent: null,
        user: trace.user,
      });
    return seat(random, String(args["flight"]), fails ? "pending" : "reserved");
  };
  work(world, { ...agent, run: (run: Run) => void runAssistant(agent, run, { answer }) }, { from: live_at });
  steadyIssue(world, 0.1);
  chat.say(ago(1), "support-a", "gate staff say some seats are not in the system");

  company.seed.expect.push({
    detector: "tool_failure",
    fingerprint: "correlated_failure:reserve_seat",
    severity: "high",
    blame: culprit.sha,
  });
  return closeWorld(world);
}
