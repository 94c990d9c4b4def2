import { EventEmitter, once } from "node:events";
import { expect, it } from "vitest";

import { connect, failure, type Handler, NOW, serveGithub } from "./loopback.ts";

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

it("lets go of a wait at once when it is aborted", async () => {
  const { url } = await serveGithub(limited("600"));
  const { client } = connect(url, { limits: { attempt_ms: 5_000, longest_wait_ms: 1_000_000 } });
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("stopped")), 200);

  expect(await failure(client.get("/user", {}, stop.signal))).toMatchObject({ message: "stopped" });
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
