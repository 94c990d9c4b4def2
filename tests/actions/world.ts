/** A real state, the real ports, and the loopback vendors behind them. */
import { onTestFinished } from "vitest";

import type { SeedRow } from "../../seeds/row.ts";
import type { FaultPlan } from "../../seeds/vendors/faults.ts";
import type { VendorServers } from "../../seeds/vendors/serve.ts";
import { actions } from "../../src/actions/index.ts";
import { openActionPorts } from "../../src/actions/open-ports.ts";
import type { ActionPorts } from "../../src/actions/ports.ts";
import type { ActionResult, Preconditions, Reconciled } from "../../src/contracts/action.ts";
import { Settings } from "../../src/settings.ts";
import { openState, type State } from "../../src/state/open.ts";
import { seedOf, serve } from "../seeds/vendors/serve-rows.ts";

export const REPO = "acme/shop";
export const INCIDENT = "inc_1";
export const HEAD = "b".repeat(40);

const pull = (number: number, more: SeedRow = {}): SeedRow => ({
  id: 500 + number,
  number,
  title: "a change",
  state: "open",
  draft: false,
  user: { login: "dev-a", id: 77 },
  created_at: "2026-03-01T10:00:00Z",
  updated_at: "2026-03-01T10:00:00Z",
  head: { sha: HEAD, ref: "topic" },
  base: { ref: "main", repo: { full_name: REPO } },
  ...more,
});

export type World = {
  state: State;
  ports: ActionPorts;
  /** The same as another process sees it: with ports of its own, which remember nothing. */
  restarted: () => World;
  servers: VendorServers;
  /** Calls that changed something, or tried to: method, path and status. */
  writes: () => { method: string; path: string; status: number }[];
  /** The API as another person, or as the token's own account by hand, sees it. */
  as: (login: string | undefined, method: string, path: string, body?: unknown) => Promise<unknown>;
};

export async function openWorld(
  options: {
    faults?: FaultPlan[];
    tables?: Record<string, SeedRow[]>;
    settings?: unknown;
    call_ms?: number;
    now?: () => Date;
    /** That of a server, instead of one in memory. */
    state?: State;
  } = {},
): Promise<World> {
  const tables = {
    github_pull_requests: [pull(7), pull(8, { state: "closed" }), pull(9, { locked: true })],
    ...options.tables,
  };
  const now = options.now ?? (() => new Date());
  const servers = await serve([seedOf("s", tables, { github: REPO })], { faults: options.faults ?? [], now });
  const env: Record<string, string> = {
    ...servers.env[0],
    SLACK_BOT_TOKEN: "x",
    SLACK_INCIDENTS_CHANNEL: "ops",
  };
  const state = options.state ?? temporaryState();
  const settings = Settings.parse(options.settings ?? {});
  const open = () =>
    openActionPorts({
      environment: (name) => env[name],
      settings: () => settings,
      state,
      connections: () =>
        servers.connections.map(({ name, source, config }) => ({ name, source: { name: source }, config })),
      ask: () => Promise.resolve({ rows: [] }),
      now,
      ...(options.call_ms !== undefined && { call_ms: options.call_ms }),
    });
  const world: World = {
    state,
    ports: open(),
    restarted: () => ({ ...world, ports: open() }),
    servers,
    writes: () =>
      servers
        .requests()
        .filter(({ vendor, method }) => vendor === "github" && method !== "GET")
        .map(({ method, path, status }) => ({ method, path, status })),
    async as(login, method, path, body) {
      const token = `${env["GITHUB_TOKEN"]}${login === undefined ? "" : `:${login}`}`;
      const response = await fetch(`${env["GITHUB_API_URL"]}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return text === "" ? undefined : JSON.parse(text);
    },
  };
  return world;
}

function temporaryState(): State {
  const state = openState(":memory:");
  onTestFinished(() => state.close());
  return state;
}

type Bound = {
  preconditions: () => Promise<Preconditions>;
  run: (key: string) => Promise<ActionResult>;
  reconcile: (key: string) => Promise<Reconciled>;
  undo: (key: string, result: ActionResult) => Promise<ActionResult>;
};

/** An action with its arguments, called as the gate calls it. */
export function act({ ports }: World, id: string, args: unknown): Bound {
  const action = actions.get(id);
  if (action === undefined) throw new Error(`no action ${id}`);
  const input = action.input.parse(args);
  return {
    preconditions: () => action.preconditions(input, ports),
    run: (key) => action.run(input, ports, key),
    reconcile: (key) => action.reconcile(input, ports, key),
    undo: (key, result) => {
      if (action.undo === undefined) throw new Error(`${id} cannot be undone`);
      return action.undo(input, ports, key, result);
    },
  };
}
