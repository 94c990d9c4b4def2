import { describe, expect, it } from "vitest";

import { connectSentry } from "../../../sources/sentry/client.ts";
import { sentry } from "../../../sources/sentry/index.ts";
import { sentryIssues } from "../../../sources/sentry/issues.ts";
import { type Asked, hours, loopback, ports, pulled, type Reply } from "../loopback.ts";
import { link } from "./link.ts";

const issue = {
  id: "1",
  shortId: "PUMP-STATION-1",
  project: { id: "2", name: "Pump Station", slug: "pump-station", platform: "python" },
  title: "This is an example Python exception",
  culprit: "raven.scripts.runner in main",
  type: "default",
  level: "error",
  status: "ignored",
  count: "150",
  userCount: 3,
  firstSeen: "2018-11-06T21:19:55Z",
  lastSeen: "2018-12-06T21:19:55Z",
  permalink: "https://sentry.io/the-interstellar-jurisdiction/pump-station/issues/1/",
  lifetime: null,
};

async function pull(answer: (asked: Asked, count: number) => Reply) {
  const { url, asked } = await loopback(answer);
  const config = { base_url: url, token: "sntrys_1", org: "acme" };
  const client = await connectSentry(config, ports(sentry, config));
  return { asked, ...(await pulled(sentryIssues, client, hours("10:00:00.500", "12:00:00.250"))) };
}

describe("map", () => {
  it("reads every column; the count is text upstream", () => {
    const [row] = sentryIssues.map(issue, { parent: undefined });
    expect(sentryIssues.row.parse(row)).toEqual({
      issue_id: "1",
      short_id: "PUMP-STATION-1",
      project: "pump-station",
      title: "This is an example Python exception",
      culprit: "raven.scripts.runner in main",
      type: "default",
      level: "error",
      status: "ignored",
      event_count: 150,
      user_count: 3,
      first_seen_at: "2018-11-06T21:19:55.000Z",
      last_seen_at: "2018-12-06T21:19:55.000Z",
      first_release: null,
      last_release: null,
      permalink: "https://sentry.io/the-interstellar-jurisdiction/pump-station/issues/1/",
    });
  });

  it("prefers the figures of the whole lifetime to those of the asked period", () => {
    const lifetime = {
      count: "9000",
      userCount: 40,
      firstSeen: "2017-01-01T00:00:00Z",
      lastSeen: "2019-01-01T00:00:00.123456Z",
    };
    expect(sentryIssues.map({ ...issue, lifetime }, { parent: undefined })[0]).toMatchObject({
      event_count: 9000,
      user_count: 40,
      first_seen_at: "2017-01-01T00:00:00.000Z",
      last_seen_at: "2019-01-01T00:00:00.123456Z",
    });
  });

  it("refuses an issue without an id or a last sight, and nothing else", () => {
    expect(() => sentryIssues.map({ ...issue, id: null }, { parent: undefined })).toThrow(/^issue\.\w+: /);
    expect(() => sentryIssues.map({ ...issue, lastSeen: null }, { parent: undefined })).toThrow(
      /^issue\.\w+: /,
    );
    const odd = { id: 7, lastSeen: "2018-12-06T21:19:55+01:00", count: "many", project: "x", level: 4 };
    expect(sentryIssues.map(odd, { parent: undefined })[0]).toMatchObject({
      issue_id: "7",
      last_seen_at: "2018-12-06T20:19:55.000Z",
      event_count: null,
      project: null,
      level: null,
    });
  });
});

describe("pull", () => {
  it("asks for every status in whole seconds and stops on results=false, not on a missing next link", async () => {
    const { asked, rows, pages, failure } = await pull((_asked, count) => ({
      headers: link(`0:${count * 100}:0`, count < 3),
      body: count === 2 ? [] : [{ ...issue, id: String(count) }],
    }));
    expect(failure).toBeUndefined();
    expect(rows.map((row) => row["issue_id"])).toEqual(["1", "3"]);
    expect(pages.map(({ cursor }) => cursor)).toEqual(["0:100:0", "0:200:0", undefined]);
    expect(asked[0]?.path).toBe("/api/0/organizations/acme/issues/");
    expect(Object.fromEntries(asked[0]?.query ?? [])).toEqual({
      query: "",
      project: "-1",
      sort: "date",
      limit: "100",
      start: "2026-03-01T10:00:00.000Z",
      end: "2026-03-01T12:00:01.000Z",
    });
    expect(asked[1]?.query.get("cursor")).toBe("0:100:0");
    expect(asked[0]?.headers.authorization).toBe("Bearer sntrys_1");
  });

  it.each([
    [{ status: 400, body: { detail: "Invalid cursor parameter." } }, "cursor_expired"],
    [
      { status: 400, body: { detail: "Query timeout. Please try again with a smaller date range." } },
      "too_large",
    ],
    [{ status: 400, body: { detail: "Error parsing search query" } }, "unexpected"],
    [{ body: { detail: "no list" } }, "unexpected"],
    [{ headers: link("a", true), body: [] }, "unexpected"],
  ] satisfies [Reply, string][])("stops on %j as %s", async (second, kind) => {
    const { failure, rows } = await pull((_asked, count) =>
      count === 1 ? { headers: link("a", true), body: [issue] } : second,
    );
    expect(rows).toHaveLength(1);
    expect(failure).toMatchObject({ name: "UpstreamError", kind });
  });

  it.each([
    [{ status: 401, body: { detail: "Invalid token" } }, /SENTRY_TOKEN.*event:read/],
    [
      { status: 403, body: { detail: "You do not have permission to perform this action." } },
      /SENTRY_TOKEN.*event:read/,
    ],
    [
      { status: 404, body: { detail: "The requested resource does not exist" } },
      /SENTRY_ORG.*SENTRY_BASE_URL/,
    ],
  ])("says what to change after %j", async (reply, hint) => {
    const { failure } = await pull(() => reply);
    expect(failure).toMatchObject({
      hint: expect.stringMatching(hint),
      message: expect.stringContaining(reply.body.detail),
    });
  });
});
