import { expect, it } from "vitest";

import { connectSentry } from "../../../sources/sentry/client.ts";
import { sentry } from "../../../sources/sentry/index.ts";
import { sentryReleases } from "../../../sources/sentry/releases.ts";
import { hours, loopback, ports, pulled } from "../loopback.ts";
import { link } from "./link.ts";

const release = {
  id: 1,
  version: "frontend@1.0.0",
  shortVersion: "1.0.0",
  ref: "main",
  dateReleased: null,
  dateCreated: "2026-03-01T11:00:00Z",
  commitCount: 2,
  lastCommit: { id: "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6a1b2", message: "fix" },
  lastDeploy: { id: "9", environment: "production", dateFinished: "2026-03-01T11:05:00Z", name: "" },
  projects: [{ id: 1, slug: "frontend" }, "odd", { id: 2, slug: "backend" }],
};

it("reads every column", () => {
  const [row] = sentryReleases.map(release, { parent: undefined });
  expect(sentryReleases.row.parse(row)).toEqual({
    version: "frontend@1.0.0",
    projects: ["frontend", "backend"],
    short_version: "1.0.0",
    ref: "main",
    created_at: "2026-03-01T11:00:00.000Z",
    released_at: null,
    commit_count: 2,
    last_commit: "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6a1b2",
    last_deploy_at: "2026-03-01T11:05:00.000Z",
    deploy_environment: "production",
  });
});

it("takes the release date for a release without a date of creation", () => {
  const row = { version: "1", dateReleased: "2026-03-01T10:00:00Z" };
  expect(sentryReleases.map(row, { parent: undefined })[0]?.created_at).toBe("2026-03-01T10:00:00.000Z");
  expect(() => sentryReleases.map({ version: "1" }, { parent: undefined })).toThrow(/^release\.\w+: /);
});

it("reads newest first until a page is older than the window altogether", async () => {
  const pages = [
    [release, { ...release, version: "2", dateCreated: "2026-02-01T00:00:00Z" }],
    [{ ...release, version: "3", dateCreated: "2026-02-01T00:00:00Z", dateReleased: "2026-03-01T11:30:00Z" }],
    [{ ...release, version: "4", dateCreated: "2026-02-01T00:00:00Z" }],
    [{ ...release, version: "5", dateCreated: "2026-01-01T00:00:00Z" }],
  ];
  const { url, asked } = await loopback((_asked, count) => ({
    headers: link(`0:${count}:0`, true),
    body: pages[count - 1],
  }));
  const config = { base_url: url, token: "t", org: "acme" };
  const client = await connectSentry(config, ports(sentry, config));
  const { rows, failure } = await pulled(sentryReleases, client, hours("10:00:00.000", "12:00:00.000"));
  expect(failure).toBeUndefined();
  expect(rows.map((row) => row["version"])).toEqual(["frontend@1.0.0", "2", "3", "4"]);
  expect(asked.map(({ query }) => query.get("per_page"))).toEqual(["100", "100", "100"]);
});
