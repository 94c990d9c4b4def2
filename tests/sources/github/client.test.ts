import type { ServerResponse } from "node:http";
import { expect, it } from "vitest";

import { SentinelError } from "../../../src/errors.ts";
import { connect, failure, type Handler, serveGithub } from "./loopback.ts";

const written = (_response: ServerResponse) => "written" as const;

/** Answers the first requests by `faults`, the rest right. */
const faulty = (...faults: Handler[]): Handler => {
  let turn = 0;
  return (asked, response) => (faults[turn++] ?? (() => ({ json: [{ ok: true }] })))(asked, response);
};

it("pins the API version and signs each request, through the door of the connection", async () => {
  const { url, asked } = await serveGithub(() => ({ json: [] }));
  const { client, admitted } = connect(url);

  await client.get("/repos/acme/shop/commits", { per_page: 100 });

  expect(asked[0]?.headers).toMatchObject({
    "x-github-api-version": "2022-11-28",
    authorization: "token ghp_test",
  });
  expect(asked[0]?.query.get("per_page")).toBe("100");
  expect(admitted()).toBe(1);
});

it.each<[string, Handler]>([
  ["a 500", () => ({ status: 500, json: { message: "Server Error" } })],
  [
    "an HTML 502",
    (_, response) =>
      written(response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>")),
  ],
  [
    "truncated JSON under a 200",
    (_, response) => written(response.writeHead(200, { "content-type": "application/json" }).end('[{"ok":')),
  ],
  [
    "a connection reset in the middle of the body",
    (_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write("[{", () => response.socket?.resetAndDestroy());
      return "written";
    },
  ],
  [
    "a body that drips",
    (_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      const drip = setInterval(() => response.write(" "), 50);
      response.on("close", () => clearInterval(drip));
      return "written";
    },
  ],
])("tries again after %s", async (_, fault) => {
  const { url } = await serveGithub(faulty(fault));
  const { client, admitted } = connect(url, { limits: { attempt_ms: 400, longest_wait_ms: 5_000 } });

  expect((await client.get("/repos/acme/shop/issues", {})).body).toEqual([{ ok: true }]);
  expect(admitted()).toBe(2);
});

it("ends after a few attempts when the vendor stays down", async () => {
  const { url, asked } = await serveGithub(() => ({ status: 503, json: { message: "Service unavailable" } }));

  expect(await failure(connect(url).client.get("/user", {}))).toMatchObject({
    kind: "unavailable",
    status: 503,
  });
  expect(asked).toHaveLength(4);
});

it("calls a closed port unavailable", async () => {
  const { url, close } = await serveGithub(() => undefined);
  await close();
  const error = await failure(connect(url).client.get("/user", {}));

  expect(error).toMatchObject({ kind: "unavailable", status: undefined });
  expect(error.message).toContain("ECONNREFUSED");
});

it("names the token when GitHub refuses it, and does not ask again", async () => {
  const { url, asked } = await serveGithub(() => ({ status: 401, json: { message: "Bad credentials" } }));
  const error = await failure(connect(url).client.get("/user", {}));

  expect(error).toMatchObject({ kind: "denied", status: 401, hint: expect.stringContaining("GITHUB_TOKEN") });
  expect(error.message).toContain("Bad credentials");
  expect(asked).toHaveLength(1);
});

it("passes a spent budget on as it is", async () => {
  const { url, asked } = await serveGithub(() => ({ json: [] }));
  const spent = new SentinelError("incomplete", "spent");

  expect(await failure(connect(url, { admit: () => Promise.reject(spent) }).client.get("/user", {}))).toBe(
    spent,
  );
  expect(asked).toEqual([]);
});
