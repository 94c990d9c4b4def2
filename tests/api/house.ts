/** A whole Sentinel in a temporary home behind its HTTP interface, without a port. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createKey, KEY_ROLES, type KeyRole } from "../../src/access/keys.ts";
import { createApp } from "../../src/api/app.ts";
import { openSentinel } from "../../src/main.ts";

export const HOST = "127.0.0.1:8787";
export const OWN_ORIGIN = `http://${HOST}`;

export type Sending = {
  key?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
};

export type House = Awaited<ReturnType<typeof openHouse>>;

/** `settings` as in settings.json; the clock is `now`, which a test may move. */
export async function openHouse({ settings = {} }: { settings?: object } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-api-"));
  const file = join(folder, "settings.json");
  writeFileSync(file, JSON.stringify(settings));
  const clock = { now: new Date("2026-03-02T12:00:00Z") };
  const sentinel = await openSentinel({
    home: join(folder, "home"),
    settings: file,
    quiet: true,
    connections: [],
    now: () => clock.now,
  });
  const app = createApp(sentinel);
  const send = (method: string, path: string, { key, body, headers = {} }: Sending = {}) =>
    app.request(`http://${HOST}${path}`, {
      method,
      headers: {
        host: HOST,
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  return {
    sentinel,
    app,
    clock,
    folder,
    send,
    /** A key of the role, made at once. */
    key: async (role: KeyRole, name = `some ${role}`) =>
      createKey(sentinel.state(), { name, role, by: { name: "test", via: "cli" }, at: clock.now }),
    async close() {
      await sentinel.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One key for every role. */
export async function keysOf(house: House): Promise<Record<KeyRole, string>> {
  const pairs = await Promise.all(
    KEY_ROLES.map(async (role) => [role, (await house.key(role)).key] as const),
  );
  return Object.fromEntries(pairs) as Record<KeyRole, string>;
}

export async function errorOf(
  response: Response,
): Promise<{ status: number; code: string; message: string }> {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return { status: response.status, code: error.code, message: error.message };
}
