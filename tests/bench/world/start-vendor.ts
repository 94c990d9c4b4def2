import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import type { Setting } from "./langfuse-vendor.ts";

const SERVER = fileURLToPath(new URL("langfuse-vendor.ts", import.meta.url));

/** Starts a Langfuse server of so many observations on a free port; see langfuse-vendor.ts. */
export async function startVendor(rows: number, increment: number) {
  const child = fork(SERVER, [String(rows), String(increment)], { execArgv: ["--import", "tsx"] });
  const [{ url }] = (await once(child, "message")) as [{ url: string }];
  return {
    url,
    async set(setting: Setting) {
      child.send(setting);
      await once(child, "message");
    },
    async stop() {
      child.disconnect();
      await once(child, "exit");
    },
  };
}
