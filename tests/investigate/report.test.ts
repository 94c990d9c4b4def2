import { execFileSync } from "node:child_process";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { acknowledge } from "../../src/incidents/acknowledge.ts";
import { giveVerdict } from "../../src/incidents/give-verdict.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import { resolve } from "../../src/incidents/resolve.ts";
import { code, codeBlock, escapeMarkdown } from "../../src/investigate/escape-markdown.ts";
import { narrateIncidents } from "../../src/investigate/narrate.ts";
import { reportIncident } from "../../src/investigate/report.ts";
import { rerunCommand } from "../../src/investigate/rerun-command.ts";
import { AT, finding, observation, openWorld, type World } from "../incidents/world.ts";

const NOW = new Date(AT);
const HOSTILE =
  "x'; rm -rf ~ #\n# Owned [click](https://evil.example) ![i](http://evil.example/i.png) <img src=x onerror=alert(1)> @channel <!here> `b` ``` | a | www.evil.example #12";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.fill("langfuse_observations", [observation(1, { trace_id: HOSTILE })]);
  await world.fill("slack_messages", [
    { channel_id: "C1", channel: "incidents", ts: "1.1", sent_at: "2026-03-02T11:30:00Z", text: HOSTILE },
  ]);
});
afterAll(() => world.close());

const span = { since: "2026-03-02T10:00:00Z", until: "2026-03-02T12:00:00Z" };

async function report(given: Parameters<typeof finding>[0]): Promise<string> {
  const state = world.freshState();
  const {
    opened: [id = ""],
  } = await recordFindings({ ...world, state }, { at: AT, findings: [finding(given)] });
  await narrateIncidents({ state, library: world.library, model: undefined, timeout_ms: 1, now: () => NOW }, [
    id,
  ]);
  await acknowledge(state, id, { by: "dev-a", at: NOW });
  await giveVerdict(state, id, { by: "dev-a", at: NOW, verdict: "right", note: HOSTILE });
  await resolve(state, id, { by: "dev-a", at: NOW, resolution: HOSTILE });
  return reportIncident({ state, library: world.library }, id, NOW);
}

/** The document without what stands in code, where nothing acts. */
function prose(markdown: string): string {
  return markdown
    .replaceAll(/(`{3,})[^\n]*\n[\s\S]*?\n\1/g, "")
    .replaceAll(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, "");
}

describe("a report", () => {
  it("says what is known, who is blamed and why, what it costs, and how to ask again", async () => {
    const text = await report({
      blame: {
        repo: "acme/shop",
        sha: "8c1f2ab90d4e5f60718293a4b5c6d7e8f9012345",
        message: "raise retries",
        committed_at: "2026-03-02T10:50:00.000Z",
        why: "release is this commit",
      },
      evidence: [{ query: "cost_by_hour", params: span }],
    });
    expect(text).toContain("# triage spent $42.00 in an hour, 10.5 times its usual $4.00");
    expect(text).toContain("| Severity | high |");
    expect(text).toContain(
      "- Commit `8c1f2ab90d4e5f60718293a4b5c6d7e8f9012345` of `acme/shop`, 2026-03-02 10:50 UTC",
    );
    expect(text).toContain("- Why: release is this commit");
    expect(text).toContain("Measured so far: $38.00. At the present rate the next 6 hours cost $228.00.");
    expect(text).toContain("What happened: triage spent $42.00");
    expect(text).toContain("### e1: `cost_by_hour`");
    expect(text).toMatch(
      /sentinel query cost_by_hour --param 'since=2026-03-02T10:00:00.000Z' --param 'until=2026-03-02T12:00:00.000Z'/,
    );
    expect(text.indexOf("2026-03-02 10:50 UTC commit")).toBeLessThan(text.indexOf("began: triage"));
  });

  it("shows hostile text and lets none of it act", async () => {
    const text = await report({
      title: HOSTILE,
      fingerprint: HOSTILE,
      key: HOSTILE,
      suggested_action: null,
      subject: { agents: [HOSTILE], trace_ids: [HOSTILE] },
      facts: { note: HOSTILE },
      blame: { repo: "acme/shop", sha: "8c1f2ab90d", message: HOSTILE, committed_at: AT, why: HOSTILE },
      evidence: [
        { query: "slack_context", params: { ...span, channels: ["incidents"] } },
        { query: "trace_chain", params: { trace_id: HOSTILE } },
      ],
    });
    const outside = prose(text);
    expect(outside).not.toMatch(
      /https?:\/\/|www\.\w|<[a-z!/]|(?<!\\)\[click|(?<!\\)!\[|@\w|^# Owned|^\| a \|/im,
    );
    expect(text.split("\n").filter((line) => line.startsWith("# "))).toHaveLength(1);
    expect(outside).toContain("Owned");
  });

  it("of an incident that nobody knows is refused", async () => {
    await expect(
      reportIncident({ state: world.freshState(), library: world.library }, "inc_zzzzzzz", NOW),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the command to ask again", () => {
  it("gives a shell exactly the values, whatever they hold", () => {
    const command = rerunCommand({
      query: "trace_chain",
      params: { trace_id: 'a\'b $(id) `id` \\ "x" ; id', limit: 5, agent: null, channels: ["a", "b"] },
    });
    const args = execFileSync("/bin/sh", ["-c", command.replace("sentinel", `printf '%s\\n'`)], {
      encoding: "utf8",
    })
      .trim()
      .split("\n");
    expect(args).toEqual([
      "query",
      "trace_chain",
      "--param",
      'trace_id=a\'b $(id) `id` \\ "x" ; id',
      "--param",
      "limit=5",
      "--param",
      "channels=a,b",
    ]);
  });

  it("is one line", () => {
    expect(rerunCommand({ query: "q", params: { a: "one\nrm -rf ~\r\u2028x" } })).not.toMatch(/[\r\n\u2028]/);
  });
});

describe("escapes", () => {
  it("keep ordinary text readable", () => {
    expect(escapeMarkdown("triage spent $42.00, 10.5 times (usual $4.00) - now")).toBe(
      "triage spent $42.00, 10.5 times (usual $4.00) - now",
    );
    expect(code("a`b``c")).toBe("```a`b``c```");
    expect(code("`a`")).toBe("`` `a` ``");
    expect(codeBlock("a\n````\nb")).toBe("`````\na\n````\nb\n`````");
  });
});
