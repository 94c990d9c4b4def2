/** A vendor outside of the process: an HTTP server that records every effect it is asked for, and the action that asks. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { z } from "zod";

import type { ActionPorts } from "../../src/actions/ports.ts";
import { defineAction, type AnyAction } from "../../src/contracts/action.ts";

export type EffectServer = {
  url: string;
  /** Keys in the order of their calls; the server does as it is told, as often as it is told. */
  calls: string[];
  close: () => Promise<void>;
};

export async function serveEffects(): Promise<EffectServer> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const key = request.url?.slice(1) ?? "";
    if (request.method === "POST") calls.push(key);
    response.statusCode = calls.includes(key) ? 200 : 404;
    response.end();
  });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

export const EFFECT = "open_github_issue";

export function effectActions(url: string): ReadonlyMap<string, AnyAction<ActionPorts>> {
  const action = defineAction({
    id: EFFECT,
    summary: "Has one effect at a server.",
    reversible: true,
    input: z.strictObject({ target: z.string(), value: z.int() }),
    resource: ({ target }) => target,
    preview: ({ target, value }) => ({ title: `Set ${target}`, lines: [`value ${value}`] }),
    preconditions: (_input, _ports: ActionPorts) => Promise.resolve({ there: true }),
    async run(_input, _ports, key) {
      await fetch(`${url}/${key}`, { method: "POST" });
      return { id: key };
    },
    async reconcile(_input, _ports, key) {
      const { status } = await fetch(`${url}/${key}`);
      return status === 200 ? { found: true, result: { id: key } } : { found: false };
    },
    undo_by_hand: "Nothing has to be done.",
  });
  return new Map([[EFFECT, action]]);
}
