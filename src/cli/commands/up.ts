import { Command } from "commander";

import { SentinelError } from "../../errors.ts";
import { EXIT } from "../exit.ts";
import type { GlobalOptions } from "../global-options.ts";
import { printJson, say } from "../output.ts";
import { withSentinel, WRITES } from "../with-sentinel.ts";

type Options = GlobalOptions & { host: string; port: string; patrol: boolean };

/** What a service manager waits for at least before it kills. */
const LONGEST_STOP_MS = 9_500;

export const upCommand = () =>
  new Command("up")
    .description("run the server: the HTTP interface, the gate's work, and a patrol every quarter of an hour")
    .option("--host <address>", "where it listens; beyond this machine only when a key exists", "127.0.0.1")
    .option("--port <n>", "0 takes a free one", "8787")
    .option("--no-patrol", "do not fetch and judge by itself")
    .action(async (options: Options) => {
      const port = readPort(options.port);
      await withSentinel(
        options,
        async (sentinel) => {
          const { serve } = await import("../../server/serve.ts");
          const { untilSignal } = await import("../../server/until-signal.ts");
          const ended = untilSignal();
          const { url, stop } = await serve(sentinel, { host: options.host, port, patrols: options.patrol });
          if (options.json) printJson({ url, pid: process.pid, home: sentinel.home.path });
          else say(`Sentinel is at ${url}, and takes OpenTelemetry at ${url}/v1/traces; Ctrl-C ends it`);
          await ended;
          // What does not end by then has its work on disk: the next start goes on from there.
          setTimeout(() => process.exit(EXIT.error), LONGEST_STOP_MS).unref();
          await stop();
        },
        { ...WRITES, lend_writes: true, log_level: "info" },
      );
      // Timers of the vendors' own clients outlive an abort; nobody waits for them.
      process.exit(EXIT.done);
    });

/** Throws `usage` for what is no port. */
export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new SentinelError("usage", `--port "${text}" is not a port`, { hint: "give 0 to 65535" });
}
