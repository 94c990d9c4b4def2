/** A loopback port that can be shut for a while, so that connections are really refused. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

export type Port = {
  number: number;
  /** Cuts every connection and refuses new ones, for so long or, without a time, for good. */
  shut: (reopen_ms: number | undefined) => void;
  close: () => Promise<void>;
};

/** Listens on 127.0.0.1; `wanted` 0 takes a free port. */
export async function openPort(server: Server, wanted: number): Promise<Port> {
  await listenOn(server, wanted);
  const number = (server.address() as AddressInfo).port;
  let closed = false;

  function reopen(after_ms: number): void {
    setTimeout(() => {
      if (closed || server.listening) return;
      listenOn(server, number).then(
        () => (closed ? stop(server) : undefined),
        // Somebody sits on the port for a moment.
        () => reopen(50),
      );
    }, after_ms).unref();
  }

  return {
    number,
    shut(reopen_ms) {
      void stop(server);
      if (reopen_ms !== undefined) reopen(reopen_ms);
    },
    close: async () => {
      closed = true;
      await stop(server);
    },
  };
}

async function listenOn(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  const done = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await done;
}
