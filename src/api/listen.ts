import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { getRequestListener } from "@hono/node-server";

import { SentinelError } from "../errors.ts";

export type Listening = {
  url: string;
  port: number;
  /** Takes no more requests, gives those under way `patience_ms` to end, and cuts off what is left. */
  close: (patience_ms: number) => Promise<void>;
};

type App = { fetch: Parameters<typeof getRequestListener>[0] };

/** A client that sends its request byte by byte holds a connection no longer than this. */
const REQUEST_MS = 30_000;
const IDLE_MS = 50;

/** Serves the app; port 0 takes a free one. Throws `busy` when the port is taken, `invalid` for a host that is not ours. */
export async function listen(app: App, { host, port }: { host: string; port: number }): Promise<Listening> {
  const server = createServer({ requestTimeout: REQUEST_MS }, getRequestListener(app.fetch));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE" || error.code === "EACCES";
      reject(
        new SentinelError(
          taken ? "busy" : "invalid",
          `${host}:${port} cannot be listened on: ${error.message}`,
          {
            cause: error,
            hint: taken ? "give another with --port" : "give an address of this machine with --host",
          },
        ),
      );
    });
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${address.port}`,
    port: address.port,
    close: (patience_ms) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), patience_ms);
        // A connection that has its last answer would be kept for the next request.
        const idle = setInterval(() => server.closeIdleConnections(), IDLE_MS);
        server.close(() => {
          clearTimeout(cut);
          clearInterval(idle);
          resolve();
        });
      }),
  };
}
