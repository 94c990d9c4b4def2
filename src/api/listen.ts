import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";

import { SentinelError } from "../errors.ts";

/** Serves the app on loopback; port 0 takes a free one. Throws `busy` when the port is taken. */
export async function listen(
  app: Pick<Hono, "fetch">,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(getRequestListener(app.fetch));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        new SentinelError("busy", `port ${port}: ${error.message}`, {
          cause: error,
          hint: "give another with --port",
        }),
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
