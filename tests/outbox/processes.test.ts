import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { openWorld, standing, store, type World } from "./world.ts";

type Came = { key: string; attempts: number };

async function receiver() {
  const came: Came[] = [];
  const server = createServer((request, response) => {
    came.push({
      key: String(request.headers["idempotency-key"]),
      attempts: Number(request.headers["attempts"]),
    });
    request.resume();
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, came };
}

/** Started and waiting; `go` lets it deliver and answers how it ended. */
async function deliverer({ folder }: World, url: string, ...mode: string[]) {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "tests/outbox/deliverer.ts", join(folder, "state.sqlite"), url, ...mode],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return async () => {
    child.stdin.write("go\n");
    const [code, signal] = await once(child, "exit");
    return signal ?? code;
  };
}

const LETTERS = Number(process.env["OUTBOX_LETTERS"] ?? 60);

it(`delivers each of ${LETTERS} letters exactly once from two processes at once`, async () => {
  const world = openWorld();
  const { url, came } = await receiver();
  const keys = Array.from({ length: LETTERS }, (_, n) => `letter ${n}`);
  for (const [n, key] of keys.entries()) await store(world.state, { key, cause: `apr_${n % 20}` });
  const [one, other] = await Promise.all([deliverer(world, url), deliverer(world, url)]);
  expect(await Promise.all([one(), other()])).toEqual([0, 0]);
  expect(came.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
  for (let cause = 0; cause < 20; cause += 1) {
    const numbers = came.map(({ key }) => Number(key.slice(7))).filter((n) => n % 20 === cause);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
});

it("delivers again under the same key what was accepted by a process that was killed before it saved that", async () => {
  const world = openWorld();
  const { url, came } = await receiver();
  await store(world.state, { key: "only", at: new Date() });
  const killed = await deliverer(world, url, "die");
  expect(await killed()).toBe("SIGKILL");
  expect(await standing(world.state, "only")).toMatchObject({ status: "waiting", attempts: 1 });
  // At once: a lease of a process that no longer lives is over.
  const next = await deliverer(world, url);
  expect(await next()).toBe(0);
  expect(came).toEqual([
    { key: "only", attempts: 1 },
    { key: "only", attempts: 2 },
  ]);
  expect(await standing(world.state, "only")).toMatchObject({ status: "sent" });
});
