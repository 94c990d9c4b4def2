/** GitHub's own recorded webhook payloads: what the receivers and imports hand to the same mappings. */
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { github } from "../../../sources/github/index.ts";
import { repoOf } from "../../../sources/github/repo-of.ts";

// A JSON file whose typings describe an ES module.
const recorded: unknown = createRequire(import.meta.url)("@octokit/webhooks-examples");
const examples = z
  .array(z.object({ name: z.string(), examples: z.array(z.looseObject({})) }))
  .parse(recorded);

const MAPPED: Record<string, { table: string; items: (payload: object) => unknown[] }> = {
  push: {
    table: "github_commits",
    items: (payload) => z.object({ commits: z.array(z.unknown()) }).parse(payload).commits,
  },
  pull_request: { table: "github_pull_requests", items: (payload) => [payload] },
  deployment: { table: "github_deployments", items: (payload) => [payload] },
  deployment_status: { table: "github_deployments", items: (payload) => [payload] },
  workflow_run: { table: "github_workflow_runs", items: (payload) => [payload] },
  issues: { table: "github_issues", items: (payload) => [payload] },
};

describe.each(Object.entries(MAPPED))("%s", (event, { table: name, items }) => {
  const table = github.tables.find((one) => one.name === name);
  const payloads = examples.find((one) => one.name === event)?.examples ?? [];

  it("maps every recorded payload", () => {
    const mapped = payloads.flatMap((payload) =>
      items(payload).flatMap((item) => table?.map(item, { parent: parentOf(payload) }) ?? []),
    );

    expect(mapped.length).toBeGreaterThan(0);
    for (const row of mapped) expect(table?.row.safeParse(row).error?.message).toBeUndefined();
  });
});

it("takes the state of a deployment from the status that came with it", () => {
  const [payload] = examples.find((one) => one.name === "deployment_status")?.examples ?? [];
  const table = github.tables.find((one) => one.name === "github_deployments");

  expect(table?.map(payload, { parent: undefined })).toMatchObject([
    { repo: "Codertocat/Hello-World", state: "success" },
  ]);
});

it.each([
  [{ repository: { full_name: "acme/shop" } }, "acme/shop"],
  [{ url: "https://api.github.com/repos/acme/shop/commits/1" }, "acme/shop"],
  [{ url: "https://github.acme.com/api/v3/repos/acme/shop/pulls/1" }, "acme/shop"],
  [{ html_url: "https://github.com/acme/shop/pull/1" }, "acme/shop"],
])("finds the repository in %j", (item, repo) => {
  expect(repoOf(item, { parent: undefined })).toBe(repo);
  expect(repoOf(item, { parent: "acme/old" })).toBe("acme/old");
});

it("asks for `_in` where nothing says the repository", () => {
  expect(() => repoOf({ sha: "1" }, { parent: undefined })).toThrow("does not say which repository");
});

function parentOf(payload: object): string | undefined {
  return z.object({ repository: z.object({ full_name: z.string() }) }).safeParse(payload).data?.repository
    .full_name;
}
