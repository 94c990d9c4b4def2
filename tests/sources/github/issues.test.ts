import { expect, it } from "vitest";

import { githubIssues } from "../../../sources/github/issues.ts";
import { connect, hoursAgo, listed, pull, serveGithub } from "./loopback.ts";

it("reads issues and leaves the pull requests among them out", async () => {
  const issue = {
    number: 1,
    title: "Checkout fails",
    body: "…",
    state: "open",
    user: { login: "dev-a" },
    labels: [{ name: "bug" }, "p1", { id: 3 }],
    created_at: hoursAgo(9),
    updated_at: hoursAgo(1),
    closed_at: null,
    html_url: "https://github.com/acme/shop/issues/1",
  };
  const { url, asked } = await serveGithub((one) =>
    listed(one, [issue, { ...issue, number: 2, pull_request: { url: "x" } }]),
  );
  const { rows } = await pull(connect(url).client, githubIssues);

  expect(rows[0]).toMatchObject([{ number: 1, labels: ["bug", "p1"], author: "dev-a" }]);
  expect(asked[0]?.query.get("since")).toBe("2026-08-20T00:00:00.000Z");
});

it("finds no issues where they are switched off", async () => {
  const { url } = await serveGithub(() => ({
    status: 410,
    json: { message: "Issues are disabled for this repo" },
  }));

  expect((await pull(connect(url).client, githubIssues)).rows).toEqual([[]]);
});

it("says once which field is of the wrong type, and keeps the rows", async () => {
  const odd = { title: { unexpected: 1 }, updated_at: hoursAgo(1) };
  const { url } = await serveGithub((one) =>
    listed(one, [
      { number: 1, ...odd },
      { number: 2, ...odd },
    ]),
  );
  const { rows, warnings } = await pull(connect(url).client, githubIssues);

  expect(rows[0]).toHaveLength(2);
  expect(warnings).toEqual(["2022-11-28/issues: title is of the wrong type and is left out"]);
});
