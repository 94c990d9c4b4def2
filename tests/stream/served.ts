/** A server in this process on a home of its own, as `sentinel up` runs it, and what a client asks of it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { openSentinel } from "../../src/main.ts";
import { serve } from "../../src/server/serve.ts";
import { asJson, request, type TestSpan } from "../receive/otlp/spans.ts";

export type Served = Awaited<ReturnType<typeof openServed>>;

export async function openServed(settings: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-stream-"));
  const file = join(folder, "settings.json");
  writeFileSync(file, JSON.stringify(settings));
  const sentinel = await openSentinel({
    home: join(folder, "home"),
    settings: file,
    quiet: true,
    connections: [],
  });
  const serving = await serve(sentinel, { host: "127.0.0.1", port: 0, patrols: true });
  const get = async <T>(path: string): Promise<T> => (await (await fetch(serving.url + path)).json()) as T;
  return {
    sentinel,
    url: serving.url,
    get,
    async send(spans: TestSpan[]): Promise<void> {
      const answer = await fetch(`${serving.url}/v1/traces`, { method: "POST", ...asJson(request(spans)) });
      if (answer.status !== 200) throw new Error(`OTLP: ${answer.status}`);
    },
    metrics: async () => (await fetch(`${serving.url}/metrics`)).text(),
    /** Asks until the answer is the one that is waited for. */
    async until<T>(path: string, wanted: (answer: T) => boolean): Promise<T> {
      for (;;) {
        const answer = await get<T>(path);
        if (wanted(answer)) return answer;
        await pause(20);
      }
    },
    /** Runs a patrol to its end. */
    async patrol(): Promise<void> {
      type Job = { running: boolean };
      const idle = () =>
        this.until<{ jobs: (Job & { id: string })[] }>("/api/jobs", ({ jobs }) =>
          jobs.some(({ id, running }) => id === "patrol" && !running),
        );
      await idle();
      const answer = await fetch(`${serving.url}/api/jobs/patrol/run`, { method: "POST" });
      if (!answer.ok) throw new Error(await answer.text());
      await idle();
    },
    async close(): Promise<void> {
      await serving.stop();
      await sentinel.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
