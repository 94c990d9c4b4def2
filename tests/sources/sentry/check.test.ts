import { expect, it } from "vitest";

import { sentry } from "../../../sources/sentry/index.ts";
import { type Asked, loopback, ports, type Reply } from "../loopback.ts";

async function check(answer: (asked: Asked) => Reply) {
  const { url } = await loopback(answer);
  const config = { base_url: url, token: "t", org: "acme" };
  return sentry.check(await sentry.connect(config, ports(sentry, config)));
}

const home = "/api/0/organizations/acme/";

it("says which organisation it is and what time it is there", async () => {
  const result = await check(({ path }) => ({
    headers: { date: "Sun, 01 Mar 2026 10:00:00 GMT" },
    body: path === home ? { slug: "acme" } : [],
  }));
  expect(result).toEqual({
    ok: true,
    identity: "organisation acme",
    problems: [],
    vendor_time: new Date("2026-03-01T10:00:00Z"),
  });
});

it("names every scope that is missing", async () => {
  const forbidden = { status: 403, body: { detail: "You do not have permission to perform this action." } };
  const { ok, identity, problems } = await check(({ path }) =>
    path === home ? { body: { slug: "acme" } } : forbidden,
  );
  expect({ ok, identity }).toEqual({ ok: false, identity: "organisation acme" });
  expect(problems.map(({ variable }) => variable)).toEqual(["SENTRY_TOKEN", "SENTRY_TOKEN"]);
  expect(problems.map(({ hint }) => hint)).toEqual([
    expect.stringContaining("event:read"),
    expect.stringContaining("project:read"),
  ]);
});

it.each([
  [{ status: 401, body: { detail: "Invalid token" } }, "SENTRY_TOKEN"],
  [{ status: 404, body: { detail: "The requested resource does not exist" } }, "SENTRY_ORG"],
  [{ status: 400, body: "no" }, "SENTRY_BASE_URL"],
])("reports %j once, against %s", async (reply, variable) => {
  expect((await check(() => reply)).problems).toEqual([
    { variable, message: expect.any(String), hint: expect.stringMatching(/\w/) },
  ]);
});
