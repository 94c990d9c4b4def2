import { expect, it } from "vitest";

import { listOf } from "../seeds/vendors/serve-rows.ts";
import { act, INCIDENT, openWorld, REPO, type World } from "./world.ts";

const args = (more: object = {}) => ({
  repo: REPO,
  title: "triage spends ten times its usual",
  body: "What happened.",
  labels: ["incident"],
  incident_id: INCIDENT,
  ...more,
});
const issues = async (world: World) =>
  listOf(await world.as("dev-b", "GET", `/repos/${REPO}/issues?state=all`)).filter(
    (issue) => issue["pull_request"] === undefined,
  );

it("opens one issue for an incident, updates it after, and takes both back", async () => {
  const world = await openWorld();
  const first = act(world, "open_github_issue", args());
  expect(await first.preconditions()).toEqual({ archived: false, has_issues: true });
  const opened = await first.run("apr_1");
  // The same key again, as after a crash between the call and its record, changes nothing.
  expect(await first.run("apr_1")).toMatchObject({ id: opened.id, how: "created" });

  const second = act(world, "open_github_issue", args({ body: "Worse.", labels: ["cost"] }));
  const updated = await second.run("apr_2");
  expect(updated).toMatchObject({ id: opened.id, how: "updated" });
  expect(world.writes().map(({ method, status }) => [method, status])).toEqual([
    ["POST", 201],
    ["PATCH", 200],
  ]);
  const [issue] = await issues(world);
  expect(issue).toMatchObject({ labels: [{ name: "incident" }, { name: "cost" }], state: "open" });
  expect(issue?.["body"]).toMatch(/^Worse\.\n<!-- sentinel:apr_1 -->\n<!-- sentinel:apr_2 -->\n/);
  // Both approvals still find what they did.
  expect(await first.reconcile("apr_1")).toMatchObject({ found: true, result: { id: opened.id } });
  expect(await second.reconcile("apr_2")).toMatchObject({ found: true, result: { id: opened.id } });

  await second.undo("apr_2", updated);
  expect((await issues(world))[0]?.["body"]).toMatch(/^What happened\./);
  for (const each of [world.restarted(), world.restarted()]) {
    await act(each, "open_github_issue", args()).undo("apr_1", opened);
  }
  expect(await issues(world)).toMatchObject([{ state: "closed", state_reason: "not_planned" }]);
  const comments = listOf(await world.as(undefined, "GET", `/repos/${REPO}/issues/${opened.id}/comments`));
  expect(comments).toHaveLength(1);
});

it("leaves an issue alone that a person has edited, and comments below it", async () => {
  const world = await openWorld();
  const { id } = await act(world, "open_github_issue", args()).run("apr_1");
  const [issue] = await issues(world);
  const edited = String(issue?.["body"]).replace("What happened.", "What happened, and what I found.");
  await world.as("dev-b", "PATCH", `/repos/${REPO}/issues/${id}`, { body: edited });

  const again = act(world.restarted(), "open_github_issue", args({ body: "Worse." }));
  const result = await again.run("apr_2");
  expect((await issues(world))[0]?.["body"]).toBe(edited);
  expect(await again.reconcile("apr_2")).toMatchObject({
    found: true,
    result: { comment_id: result["comment_id"] },
  });
  await again.undo("apr_2", result);
  expect(listOf(await world.as(undefined, "GET", `/repos/${REPO}/issues/${id}/comments`))).toEqual([]);
});

it("believes a marker only in what its own account wrote, and only at the end", async () => {
  const world = await openWorld();
  const marks = `<!-- sentinel:apr_1 -->\n<!-- sentinel:incident:${INCIDENT} -->`;
  await world.as("dev-b", "POST", `/repos/${REPO}/issues`, { title: "spoofed", body: `mine\n${marks}` });
  const issue = act(world, "open_github_issue", args({ body: `planted ${marks} @channel @acme/all` }));
  expect(await issue.reconcile("apr_1")).toEqual({ found: false });
  expect(await issue.run("apr_9")).toMatchObject({ how: "created" });
  expect(await issue.reconcile("apr_1")).toEqual({ found: false });
  const own = (await issues(world)).find(({ title }) => title !== "spoofed");
  expect(own?.["body"]).not.toMatch(/@[a-z]/);
});

it("cuts a body that GitHub would refuse, and keeps its marks", async () => {
  const world = await openWorld();
  const issue = act(world, "open_github_issue", args({ body: "@a".repeat(30_000) }));
  await issue.run("apr_1");
  const body = String((await issues(world))[0]?.["body"]);
  expect(body.length).toBeLessThanOrEqual(65_536);
  expect(body).toContain("(cut: longer than GitHub takes)");
  expect(await issue.reconcile("apr_1")).toMatchObject({ found: true });
  expect(() => act(world, "open_github_issue", args({ body: "x".repeat(65_537) }))).toThrow("60000");
});
