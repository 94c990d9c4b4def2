/** A loopback server in GitHub's shape, answered by a function, and the ports that a connection needs. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { expect, onTestFinished } from "vitest";

import { connectGithub, type GithubClient } from "../../../sources/github/client.ts";
import type { SourcePorts } from "../../../src/contracts/source.ts";
import type { AnyTable, Page, Window } from "../../../src/contracts/table.ts";
import type { UpstreamError } from "../../../src/contracts/upstream-error.ts";

export type Asked = {
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  origin: string;
};
export type Reply = { status?: number; headers?: Record<string, string>; json?: unknown };
/** What the server answers; undefined is 404. A handler that wrote to `response` itself answers "written". */
export type Handler = (asked: Asked, response: ServerResponse) => Reply | "written" | undefined;

/** Serves on a free port until the test ends. `asked` holds every request in order. */
export async function serveGithub(
  handler: Handler,
): Promise<{ url: string; asked: Asked[]; close: () => Promise<void> }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    const one = { path: url.pathname, query: url.searchParams, headers: request.headers, origin: url.origin };
    asked.push(one);
    const reply = handler(one, response) ?? {
      status: 404,
      json: { message: "Not Found", documentation_url: "https://docs.github.com/rest" },
    };
    if (reply === "written") return;
    response.writeHead(reply.status ?? 200, {
      "content-type": "application/json; charset=utf-8",
      ...reply.headers,
    });
    response.end(JSON.stringify(reply.json ?? null));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const close = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  onTestFinished(close);
  return { url: `http://127.0.0.1:${port}`, asked, close };
}

export const NOW = new Date("2026-08-22T09:00:00Z");
export const REPO = "/repos/acme/shop";

/** A connection to `url` with a token and two requests' worth of patience; counts admitted attempts. */
export function connect(
  url: string,
  options: Partial<SourcePorts> & { repos?: string } = {},
): { client: GithubClient; admitted: () => number } {
  const { repos = "acme/shop", ...ports } = options;
  let admitted = 0;
  const client = connectGithub(
    { api_url: url, token: "ghp_test", repos },
    {
      http: () => Promise.reject(new Error("GitHub is read through octokit")),
      now: () => NOW,
      log: () => undefined,
      admit: async () => void (admitted += 1),
      signal: new AbortController().signal,
      limits: { attempt_ms: 5_000, longest_wait_ms: 5_000 },
      ...ports,
    },
  );
  return { client, admitted: () => admitted };
}

/** One page of `all`, 100 at a time or as asked, with the `Link` that GitHub would give. */
export function listed(asked: Asked, all: unknown[], inside?: string): Reply {
  const size = Number(asked.query.get("per_page") ?? 30);
  const page = Number(asked.query.get("page") ?? 1);
  const items = all.slice((page - 1) * size, page * size);
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams(asked.query);
    query.set("page", String(to));
    return `<${asked.origin}${asked.path}?${query}>; rel="${rel}"`;
  };
  const last = Math.ceil(all.length / size);
  const headers: Record<string, string> =
    page < last ? { link: `${link(page + 1, "next")}, ${link(last, "last")}` } : {};
  return { headers, json: inside === undefined ? items : { total_count: all.length, [inside]: items } };
}

const window: Window = {
  from: new Date("2026-08-20T00:00:00Z"),
  to: new Date("2026-08-22T00:00:00Z"),
};
/** A moment so many hours before the end of the window. */
export const hoursAgo = (hours: number) => new Date(window.to.getTime() - hours * 3_600_000).toISOString();

/** Pulls a window and maps its items through the tables, as the engine does. Unreadable items are in `rejected`. */
export async function pull(client: GithubClient, feed: AnyTable, tables: AnyTable[] = [feed], over = window) {
  const pages: Page[] = [];
  const warnings: string[] = [];
  const rows: Record<string, unknown>[][] = tables.map(() => []);
  const rejected: string[] = [];
  const context = {
    signal: new AbortController().signal,
    warn: (message: string) => void warnings.push(message),
  };
  for await (const page of feed.feed?.pull(client, over, context) ?? []) {
    pages.push(page);
    for (const item of page.items) {
      for (const [index, table] of tables.entries()) {
        try {
          const mapped = table.map(item, { parent: page.parent });
          rows[index]?.push(...mapped.map((row) => table.row.parse(row)));
        } catch (error) {
          rejected.push(String(error));
        }
      }
    }
  }
  return { pages, warnings, rows, rejected };
}

/** What a request failed with. */
export const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail("it was answered"),
    (error: UpstreamError) => error,
  );
