import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { setTimeout as sleep } from "node:timers/promises";
import { createServer } from "node:http";
import { it } from "vitest";
import { timeoutSignal } from "../../src/contracts/timeout-signal.ts";
import { fetchWhole } from "../../sources/slack/fetch-whole.ts";

it("debug", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const server = createServer((q, r) => { r.writeHead(200, {"content-length": "100000"}); r.flushHeaders(); const t = setInterval(() => r.write("x"), 250); r.on("close", () => clearInterval(t)); });
  await new Promise<void>((r) => server.listen(0, "127.0.0.1", () => r()));
  const url = `http://127.0.0.1:${(server.address() as {port: number}).port}/x`;
  const run = new AbortController();
  const pull = new AbortController();
  const signal = AbortSignal.any([pull.signal, run.signal]);
  const f = fetchWhole({ attempt_ms: 600, signal, seen: () => undefined });
  const post = { method: "POST", body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } };
  const variants: Record<string, () => Promise<unknown>> = {
    get: async () => f(url, {} as never),
    post: async () => f(url, post as never),
    postNoAny: async () => { const r = await fetch(url, { ...post, signal: timeoutSignal(600) }); return r.text(); },
    postHeld: async () => { const s = timeoutSignal(600); const r = await fetch(url, { ...post, signal: s }); const t = await r.text(); return t + String(s.aborted) + r.status; },
    postRedirect: async () => f(url, { ...post, redirect: "error" } as never),
    getRedirect: async () => f(url, { redirect: "error" } as never),
  };
  const timer = setInterval(collect, 250);
  for (const [name, v] of Object.entries(variants)) for (let i = 0; i < 3; i += 1) {
    const s = performance.now();
    const out = await Promise.race([v().then(() => "text", (e) => String(e)), sleep(4000, "HANG")]);
    process.stdout.write(`${name} ${out} ${Math.round(performance.now() - s)}\n`);
  }
  clearInterval(timer);
  server.closeAllConnections(); server.close();
});
