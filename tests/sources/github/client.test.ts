import { EventEmitter, once } from "node:events";
import type { ServerResponse } from "node:http";
import { expect, it } from "vitest";

import { listPages } from "../../../sources/github/pages.ts";
import type { UpstreamError } from "../../../src/contracts/upstream-error.ts";
import { SentinelError } from "../../../src/errors.ts";
import { connect, NOW, serveGithub, type Handler } from "./loopback.ts";

const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail("it was answered"),
    (error: UpstreamError) => error,
  );

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

it.each<[string, () => Record<string, string>, number, string]>([
  ["429 with seconds", () => ({ "retry-after": "1" }), 429, "Too many requests"],
  ["429 with a date, on a clock an hour ahead", () => skewed(1), 429, "Too many requests"],
  [
    "403 of a secondary limit",
    () => ({ "retry-after": "1" }),
    403,
    "You have exceeded a secondary rate limit.",
  ],
  [
    "403 of the primary limit",
    () => ({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": epoch(1) }),
    403,
    "API rate limit exceeded",
  ],
])("waits as %s asks", async (_, headers, status, message) => {
  const { url, asked } = await serveGithub(
    limitedForAWhile(() => ({ status, headers: headers(), json: { message } })),
  );

  expect((await connect(url).client.get("/user", {})).body).toEqual([{ ok: true }]);
  expect(asked).toHaveLength(2);
});

it("keeps every request of the connection back while a limit lasts", async () => {
  const { url, asked } = await serveGithub(limitedForAWhile(limited("1")));
  const log = new EventEmitter();
  const refusal = once(log, "refusal");
  const { client } = connect(url, {
    log: (_, message) => void (message.includes("429") && log.emit("refusal")),
  });

  const first = client.get("/first", {});
  await refusal;
  await Promise.all([first, ...[1, 2, 3].map((n) => client.get(`/later/${n}`, {}))]);

  // None of the later ones was refused: they waited as well.
  expect(asked).toHaveLength(5);
});

it("says when to come back where the limit lasts longer than a request may wait", async () => {
  const { url, asked } = await serveGithub(limited("600"));
  const { client } = connect(url);

  const error = await failure(client.get("/user", {}));
  expect(error).toMatchObject({ kind: "limited", status: 429, retry_at: new Date(NOW.getTime() + 600_000) });
  expect(await failure(client.get("/user", {}))).toMatchObject({ kind: "limited" });
  expect(asked).toHaveLength(1);
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

it("lets go of a wait at once when it is aborted", async () => {
  const { url } = await serveGithub(limited("600"));
  const { client } = connect(url, { limits: { attempt_ms: 5_000, longest_wait_ms: 1_000_000 } });
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("stopped")), 200);

  expect(await failure(client.get("/user", {}, stop.signal))).toMatchObject({ message: "stopped" });
});

const pagesOf = async (url: string) => {
  const items: unknown[] = [];
  const pages = listPages(connect(url).client, "/repos/acme/shop/issues", {
    signal: new AbortController().signal,
  });
  for await (const page of pages) items.push(...page.items);
  return items;
};

it("follows the next link as it is written, over empty pages too", async () => {
  const { url, asked } = await serveGithub(({ query, origin }) => {
    const link = (after: string) => ({ link: `<${origin}/odd/place?after=${after}%3D%3D&x=1>; rel="next"` });
    if (query.get("after") === null) return { json: [1], headers: link("a") };
    return query.get("after") === "a==" ? { json: [], headers: link("b") } : { json: [2] };
  });

  expect(await pagesOf(url)).toEqual([1, 2]);
  expect(asked.map(({ path, query }) => `${path}?${query}`)).toEqual([
    "/repos/acme/shop/issues?",
    "/odd/place?after=a%3D%3D&x=1",
    "/odd/place?after=b%3D%3D&x=1",
  ]);
});

it("never sends the token to another host", async () => {
  const elsewhere = await serveGithub(() => ({ json: [] }));
  const { url } = await serveGithub(() => ({
    json: [1],
    headers: { link: `<${elsewhere.url}/steal>; rel="next"` },
  }));

  expect(await failure(pagesOf(url))).toMatchObject({
    kind: "unexpected",
    message: expect.stringContaining("outside"),
  });
  expect(elsewhere.asked).toEqual([]);
});

it("ends on a next page that repeats", async () => {
  const { url } = await serveGithub(({ origin, path }) => ({
    json: [1],
    headers: { link: `<${origin}${path}?page=2>; rel="next"` },
  }));

  expect(await failure(pagesOf(url))).toMatchObject({
    kind: "unexpected",
    message: expect.stringContaining("again and again"),
  });
});

it("calls a refused page link expired, so that the slice starts again", async () => {
  const { url } = await serveGithub(({ origin, path, query }) =>
    query.has("page")
      ? { status: 422, json: { message: "Pagination with the page parameter is not supported" } }
      : { json: [1], headers: { link: `<${origin}${path}?page=2>; rel="next"` } },
  );

  expect(await failure(pagesOf(url))).toMatchObject({ kind: "cursor_expired" });
});

it("refuses a repository that is not owner/name", () => {
  expect(() => connect("http://127.0.0.1:1", { repos: "acme" })).toThrow("GITHUB_REPOS names acme");
});

function limited(seconds: string): Handler {
  return () => ({ status: 429, headers: { "retry-after": seconds }, json: { message: "Too many requests" } });
}

/** Refuses whoever does not wait. */
function limitedForAWhile(refusal: Handler): Handler {
  let over: number | undefined;
  return (asked, response) => {
    over ??= performance.now() + 600;
    return performance.now() < over ? refusal(asked, response) : { json: [{ ok: true }] };
  };
}

const epoch = (seconds: number) => String(Math.floor(Date.now() / 1000) + seconds);

function skewed(seconds: number): Record<string, string> {
  const there = Date.now() + 3_600_000;
  return {
    date: new Date(there).toUTCString(),
    "retry-after": new Date(there + seconds * 1000).toUTCString(),
  };
}
