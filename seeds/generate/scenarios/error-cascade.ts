/** A stricter check refuses good extractions: the agent asks the model again and again, errors and calls rise together. */
import { chatInput, fill, QUESTIONS, TOPICS } from "../background/words.ts";
import { shop } from "../background/rhythm.ts";
import { deploy, merge } from "../background/shipping.ts";
import { openTrace } from "../background/trace.ts";
import { closeWorld, issueOf, openWorld, steadyIssue, work, type Agent } from "../background/world.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";
import type { Random } from "../random.ts";

const isoDate = (random: Random) => `2026-08-0${random.int(1, 9)}`;
const plainDate = (random: Random) => `0${random.int(1, 9)}/08/2026`;

/** The extracted fields: the same keys and types before and after, only the way of writing dates differs. */
function claim(random: Random, date: string): string {
  return JSON.stringify({
    policy: `P-${random.int(10_000, 99_999)}`,
    kind: random.pick(["water", "theft", "storm", "glass"]),
    incident_date: date,
    amount: random.int(80, 9_000),
    ...(random.chance(0.3) && { third_party: true }),
  });
}

export function errorCascade(draw: Draw): SeedFolder {
  const world = openWorld(draw, {
    name: "error-cascade",
    path: "incidents/error-cascade",
    about:
      "A stricter check refuses the dates that the model writes; every claim is extracted up to six times and still fails.",
    anchor: "2026-08-19T21:10:00Z",
    repo: "harborlight/claims",
    channel: "claims-oncall",
    topic: "Claims: on call",
    days: 8.1,
    shipping_until_h: 12,
    prompts_until_h: 60,
  });
  const { company, shipping, chat, ago } = world;
  const live_h = draw.vary("live", 3.5, 2.5, 5);
  const culprit = merge(company, shipping, ago(live_h + 0.9), "dev-a", {
    title: "feat: refuse dates that are not ISO 8601",
    files: [
      { path: "claims/check.ts", additions: 19, deletions: 4 },
      { path: "tests/claims/check.test.ts", additions: 33, deletions: 0 },
    ],
  });
  const { live_at } = deploy(shipping, ago(live_h + 0.1), culprit);
  merge(company, shipping, ago(live_h + 0.02), "dev-b", {
    title: "chore: new icons for the claim list",
    files: [{ path: "web/claims/icons.svg", additions: 12, deletions: 12 }],
  });

  const issue = issueOf(world, {
    type: "ClaimCheckError",
    value: "incident_date is not ISO 8601",
    level: "error",
    handled: true,
    number: 57,
    culprit: "claims/check in requireIsoDate",
    file: "claims/check.ts",
    transaction: "POST /claims",
  });
  const name = draw.name("claims-intake");
  const intake = (trouble: number): Agent => ({
    name,
    per_hour: draw.vary("volume", 2.6, 2.5, 3.2),
    rhythm: shop,
    run({ company: own, random, at, release }) {
      const trace = openTrace(own, random, { name, at, release, root: "none" });
      const topic = random.pick(TOPICS);
      const long = {
        name: "read-claim",
        model: "gpt-4.1",
        input_tokens: random.int(480_000, 520_000),
        output_tokens: 260,
      } as const;
      trace.generation({
        ...long,
        input: chatInput("Read the claim file.", fill(random.pick(QUESTIONS), topic)),
        output: `The file reports ${topic}.`,
      });
      const extract = {
        name: "extract-fields",
        model: "gpt-4.1",
        input: chatInput("Extract the fields as JSON.", topic),
      } as const;
      const tokens = () => ({ input_tokens: random.int(22_000, 26_000), output_tokens: random.int(60, 90) });
      const failures = random.chance(trouble) ? random.int(4, 6) : 0;
      // Before the change one claim in fifty had to be asked for twice.
      const retries = failures === 0 && random.chance(0.02) ? 1 : failures;
      for (let n = 0; n < retries; n += 1) {
        const status = "ClaimCheckError: incident_date is not ISO 8601";
        trace.generation({
          ...extract,
          ...tokens(),
          output: claim(random, plainDate(random)),
          level: "ERROR",
          status,
        });
        issue.record({ at: trace.now(), release, trace_id: trace.id, agent: name, user: trace.user });
        trace.wait(random.between(800, 2_500));
      }
      if (failures === 0)
        trace.generation({ ...extract, ...tokens(), output: claim(random, isoDate(random)) });
    },
  });
  work(world, intake(0), { to: live_at });
  work(world, intake(0.92), { from: live_at });
  steadyIssue(world, 0.12);
  chat.say(ago(live_h - 0.7), "support-a", "customers ask why their claims are stuck since this afternoon", {
    replies: [[ago(live_h - 0.9), "dev-c", "looking, the claim check is loud in Sentry"]],
  });

  company.seed.expect.push({
    detector: "error_cascade",
    fingerprint: name,
    severity: "high",
    blame: culprit.sha,
  });
  return closeWorld(world);
}
