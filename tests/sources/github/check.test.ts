import { expect, it } from "vitest";

import { check } from "../../../sources/github/check.ts";
import { connect, serveGithub, type Handler } from "./loopback.ts";

const welcoming: Handler = ({ path }) =>
  path === "/user"
    ? { headers: { date: "Sat, 22 Aug 2026 09:00:00 GMT" }, json: { login: "dev-a" } }
    : { json: {} };

it("says who the token is and what time GitHub has", async () => {
  const { url } = await serveGithub(welcoming);

  expect(await check(connect(url).client)).toEqual({
    ok: true,
    identity: "dev-a",
    problems: [],
    vendor_time: new Date("2026-08-22T09:00:00Z"),
  });
});

it("names the token that GitHub does not know", async () => {
  const { url } = await serveGithub(() => ({ status: 401, json: { message: "Bad credentials" } }));

  expect((await check(connect(url).client)).problems).toEqual([
    {
      variable: "GITHUB_TOKEN",
      message: "GitHub /user answered 401: Bad credentials",
      hint: "GITHUB_TOKEN is wrong, expired or revoked",
    },
  ]);
});

it("names the permission that is missing, and the repository that is out of sight", async () => {
  const { url } = await serveGithub((asked, response) => {
    if (asked.path.startsWith("/repos/acme/gone")) return undefined;
    if (asked.path === "/repos/acme/shop/deployments")
      return { status: 403, json: { message: "Resource not accessible by personal access token" } };
    if (asked.path === "/repos/acme/shop/issues")
      return { status: 410, json: { message: "Issues are disabled for this repo" } };
    return welcoming(asked, response);
  });
  const { ok, problems } = await check(connect(url, { repos: "acme/shop,acme/gone" }).client);

  expect(ok).toBe(false);
  expect(problems).toEqual([
    {
      variable: "GITHUB_TOKEN",
      message:
        "GitHub /repos/acme/shop/deployments answered 403: Resource not accessible by personal access token",
      hint: 'github_deployments needs the permission "Deployments: read" on acme/shop',
    },
    {
      variable: "GITHUB_REPOS",
      message: "GitHub /repos/acme/gone answered 404: Not Found",
      hint: expect.stringContaining("GITHUB_REPOS"),
    },
  ]);
});

it("takes the token of an app, which is nobody", async () => {
  const { url } = await serveGithub(({ path }) =>
    path === "/user"
      ? { status: 403, json: { message: "Resource not accessible by integration" } }
      : { json: {} },
  );

  expect(await check(connect(url).client)).toMatchObject({ ok: true, identity: "" });
});

it("blames the address when nobody answers", async () => {
  const { url, close } = await serveGithub(() => undefined);
  await close();

  expect((await check(connect(url).client)).problems).toMatchObject([{ variable: "GITHUB_API_URL" }]);
});
