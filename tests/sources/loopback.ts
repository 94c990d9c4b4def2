import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import pino from "pino";
import { onTestFinished } from "vitest";

import type { AnySource, SourcePorts } from "../../src/contracts/source.ts";
import type { AnyTable, Page, Window } from "../../src/contracts/table.ts";
import { SyncLimits } from "../../src/sync/limits.ts";
import { portsFor } from "../../src/sync/ports.ts";

/** A request as a vendor reads it; the fields of a form count as its query. */
export type Asked = { path: string; query: URLSearchParams; headers: IncomingHttpHeaders };
export type Reply = { status?: number; headers?: Record<string, string>; body: unknown };

/** A vendor on 127.0.0.1 until the test ends. Text bodies are sent as they are, anything else as JSON. */
export async function loopback(answer: (asked: Asked, count: number) => Reply | Promise<Reply>) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const one = await read(request);
      asked.push(one);
      const { status = 200, headers = {}, body } = await answer(one, asked.length);
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://vendor");
  for (const [name, value] of new URLSearchParams(Buffer.concat(chunks).toString()))
    searchParams.append(name, value);
  return { path: pathname, query: searchParams, headers: request.headers };
}

/** The ports that a sync gives a source, with retries that take no time. */
export function ports(
  source: AnySource,
  config: Record<string, string>,
  limits: Partial<SyncLimits> = {},
  signal: AbortSignal = new AbortController().signal,
): SourcePorts {
  return portsFor(
    { name: "test", source, config },
    {
      limits: SyncLimits.parse({ retries: 2, retry_base_ms: 1, ...limits }),
      now: () => new Date(),
      log: pino({ enabled: false }),
      signal,
    },
  );
}

/** Pulls a window of a table and maps every item, as a sync does. */
export async function pulled(table: AnyTable, client: unknown, window: Window) {
  const pages: Page[] = [];
  const warnings: string[] = [];
  const rows: Record<string, unknown>[] = [];
  const context = { signal: new AbortController().signal, warn: (message: string) => warnings.push(message) };
  const done = (async () => {
    for await (const page of table.feed?.pull(client, window, context) ?? []) {
      pages.push(page);
      rows.push(...page.items.flatMap((item) => table.map(item, { parent: page.parent })));
    }
  })();
  const failure = await done.then(
    () => undefined,
    (error: unknown) => error,
  );
  return { pages, rows, warnings, failure };
}

export const hours = (from: string, to: string): Window => ({
  from: new Date(`2026-03-01T${from}Z`),
  to: new Date(`2026-03-01T${to}Z`),
});
