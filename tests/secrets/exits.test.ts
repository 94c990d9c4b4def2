import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { harmless } from "../../src/actions/github/marked-body.ts";
import { printRows } from "../../src/cli/output.ts";
import { SentinelError } from "../../src/errors.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import { buildPack } from "../../src/investigate/build-pack.ts";
import { narrateIncidents } from "../../src/investigate/narrate.ts";
import { promptOf } from "../../src/investigate/prompt.ts";
import { reportIncident } from "../../src/investigate/report.ts";
import { createMetrics } from "../../src/metrics/metrics.ts";
import { registerStateGauges } from "../../src/metrics/state-gauges.ts";
import { deliverDue } from "../../src/outbox/deliver.ts";
import { chatJson, chatText, mrkdwnText } from "../../src/slack/chat-text.ts";
import { AT, finding, openWorld, type World } from "../incidents/world.ts";
import { contextOf, store } from "../outbox/world.ts";
import { SAMPLES } from "./samples.ts";

const NOW = new Date(AT);

let world: World;
let incidents: string[] = [];
beforeAll(async () => {
  world = await openWorld();
  // A source text with a secret reaches an incident as a title, a fact, a commit message and a row of its evidence.
  await world.fill(
    "slack_messages",
    SAMPLES.map(({ text }, n) => ({
      channel_id: "C1",
      channel: "incidents",
      ts: `${n}.1`,
      sent_at: "2026-03-02T11:30:00Z",
      text: `${text} 8c1f2ab90d4e5f60718293a4b5c6d7e8f9012345`,
    })),
  );
  const findings = SAMPLES.map(({ text }, n) =>
    finding({
      key: `agent ${n}`,
      fingerprint: `agent-${n}`,
      subject: { agents: [`agent-${n}`] },
      title: text,
      facts: { error: text },
      blame: {
        repo: "acme/shop",
        sha: "8c1f2ab90d4e5f60718293a4b5c6d7e8f9012345",
        message: text,
        committed_at: "2026-03-02T10:50:00.000Z",
        why: `release is this commit: ${text}`,
      },
    }),
  );
  ({ opened: incidents } = await recordFindings(world, { at: AT, findings }));
  await narrateIncidents(
    { state: world.state, library: world.library, model: undefined, timeout_ms: 1, now: () => NOW },
    incidents,
  );
});
afterAll(() => world.close());

const each = (say: (text: string) => string) => async () => SAMPLES.map(({ text }) => say(text)).join("\n");

const EXITS: Record<string, () => Promise<string>> = {
  async log() {
    const run = promisify(execFile);
    return (await run(process.execPath, ["--import", "tsx", "tests/secrets/log-lines.ts"])).stderr;
  },
  error: each((text) => {
    const { message, hint } = new SentinelError("upstream", `it said: ${text}`, { hint: text });
    return `${message} ${hint}`;
  }),
  async prompt() {
    const packs = await Promise.all(incidents.map((id) => buildPack(world.state, world.library, id)));
    return packs.map((pack) => promptOf(pack).user).join("\n");
  },
  async report() {
    const told = incidents.map((id) =>
      reportIncident({ state: world.state, library: world.library }, id, NOW),
    );
    return (await Promise.all(told)).join("\n");
  },
  Slack: each((text) => `${chatText(text, 500)}\n${mrkdwnText(text, 500)}\n${chatJson({ text })}`),
  GitHub: each(harmless),
  async outbox() {
    const said: string[] = [];
    const context = contextOf({ state: world.state, clock: { at: NOW } }, async (payload) => {
      said.push(JSON.stringify(payload));
    });
    for (const [n, { text }] of SAMPLES.entries()) {
      await store(world.state, { key: `${n}`, payload: { text }, at: NOW });
      await store(world.state, {
        key: `hook ${n}`,
        channel: "webhook",
        payload: { url: "https://a.example", body: { text } },
        at: NOW,
      });
    }
    await deliverDue(context);
    return said.join("\n");
  },
  async CSV() {
    const out: string[] = [];
    const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0);
    printRows("csv", ["text"], SAMPLES);
    write.mockRestore();
    return out.join("");
  },
  async metrics() {
    const { registry } = createMetrics();
    registerStateGauges(registry, { state: () => world.state, now: () => NOW });
    return registry.metrics();
  },
};

/** The middle: what is left of a secret that was cut at its end, or whose prefix was taken for a word. */
function core(secret: string): string {
  const middle = Math.floor(secret.length / 2);
  return secret.slice(Math.max(0, middle - 6), middle + 6);
}

const exits = Object.keys(EXITS);

it.each(exits)(`lets none of ${SAMPLES.length} kinds of secret out by: %s`, async (name) => {
  const said = (await EXITS[name]?.()) ?? "";
  expect(said.length).toBeGreaterThan(200);
  const leaked = SAMPLES.filter(({ secret }) => said.includes(core(secret)));
  expect(leaked.map(({ kind }) => kind)).toEqual([]);
});
