/** Every action: one file named after its id, and a preview that hides no argument. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { z } from "zod";

import { actions } from "../../src/actions/index.ts";
import { packageRoot } from "../../src/root.ts";

const id = fc.stringMatching(/^[a-z][a-z0-9_-]{0,12}$/);
const repo = fc.tuple(id, id).map((parts) => parts.join("/"));
const text = fc.string({ minLength: 1, maxLength: 80 }).filter((each) => each.trim() === each && each !== "");
const number = fc.integer({ min: 1, max: 99_999 });
const sha = fc.stringMatching(/^[0-9a-f]{40}$/);
const usd = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }));
const count = fc.option(fc.nat());

/** Arguments of each action; a new action must come with its own. */
const ARGUMENTS: Record<string, fc.Arbitrary<unknown>> = {
  kill_loop: fc.record({
    connection: id,
    trace_ids: fc.array(id, { minLength: 1, maxLength: 50 }),
    reason: fc.record({
      kind: fc.constantFrom("no_progress", "over_budget", "by_hand"),
      generations: count,
      steps_without_progress: count,
      usd_per_hour: usd,
    }),
  }),
  open_github_issue: fc.record({
    repo,
    title: text,
    body: text,
    labels: fc.array(
      text.filter((each) => each.length <= 50),
      { maxLength: 10 },
    ),
    incident_id: id,
  }),
  request_pr_changes: fc.record({ repo, number, body: text, incident_id: id }),
  comment_pr: fc.record({ repo, number, body: text, incident_id: id }),
  post_risk_comment: fc.record({ repo, number, head_sha: sha, body: text }),
  set_commit_status: fc.record({
    repo,
    sha,
    state: fc.constantFrom("success", "failure"),
    description: text,
  }),
  rerun_or_revert_workflow: fc.record({
    repo,
    workflow: id.map((name) => `${name}.yml`),
    ref: id,
    purpose: fc.constantFrom("rerun", "revert"),
  }),
  notify: fc.record({
    incident_id: id,
    event: fc.constantFrom("opened", "worse", "cheaper", "resolved"),
    type: fc.constantFrom("agent_loop", "cost_spike"),
    severity: fc.constantFrom("info", "medium", "high", "critical"),
    cost_usd: usd,
    usd_per_hour: usd,
    to: fc.subarray(["slack", "webhook"], { minLength: 1 }),
  }),
};

function leaves(value: unknown): (string | number)[] {
  if (typeof value === "string" || typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}

/** Every field, with those inside objects: `reason.kind`. */
function fieldsOf(schema: z.ZodType): string[] {
  const shape = "shape" in schema ? (schema.shape as Record<string, z.ZodType>) : {};
  return Object.entries(shape).flatMap(([name, field]) => {
    const inner = fieldsOf(field);
    return inner.length === 0 ? [name] : inner.map((each) => `${name}.${each}`);
  });
}

function paths(value: unknown): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const inner = paths(field);
    return inner.length === 0 ? [name] : inner.map((each) => `${name}.${each}`);
  });
}

describe("the actions", () => {
  it("are one file each, named after the id, and all in the index", () => {
    const folder = join(packageRoot(), "src/actions");
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .filter((name) => readFileSync(join(folder, name), "utf8").includes("defineAction({"))
      .map((name) => name.replace(/\.ts$/, ""));
    expect([...actions.keys()].toSorted()).toEqual(files.toSorted());
    for (const [key, action] of actions) expect(action.id).toBe(key);
  });

  it.each([...actions.values()].map((action) => [action.id, action] as const))(
    "%s shows every argument to whoever approves it",
    (key, action) => {
      const given = ARGUMENTS[key];
      if (given === undefined) throw new Error(`no arguments are generated for ${key}`);
      fc.assert(
        fc.property(given, (args) => {
          const input = action.input.parse(args);
          // A field that is added and not generated would be shown by nobody.
          expect(paths(args).toSorted()).toEqual(fieldsOf(action.input).toSorted());
          const { title, lines } = action.preview(input);
          const shown = [title, ...lines].join("\n");
          for (const leaf of leaves(input)) expect(shown).toContain(String(leaf));
        }),
        { numRuns: 100 },
      );
    },
  );

  it("say what a person can do, and promise no undo that there is not", () => {
    for (const action of actions.values()) expect(action.undo_by_hand).not.toBe("");
    const undone = [...actions.values()].filter((action) => "undo" in action).map(({ id: name }) => name);
    const reversible = [...actions.values()]
      .filter((action) => action.reversible)
      .map(({ id: name }) => name);
    // A message changes nothing that would have to be taken back.
    expect([...undone, "notify"].toSorted()).toEqual(reversible.toSorted());
  });
});
