import { z } from "zod";

import { id, int, time } from "../../../src/contracts/columns.ts";
import { defineSource } from "../../../src/contracts/source.ts";
import {
  defineTable,
  type AnyTable,
  type Feed,
  type Page,
  type Slicing,
} from "../../../src/contracts/table.ts";
import type { SyncConnection } from "../../../src/sync/run.ts";

export type MemoryItem = { id: string; at: string; amount: number };

/** A table whose pages come from a function: for what a source does without a vendor. */
export function memoryTable(
  name: string,
  pull: Feed<unknown>["pull"],
  more: { slicing?: Slicing; lookback_minutes?: number; time_moves?: boolean } = {},
): AnyTable {
  return defineTable({
    name,
    grain: "one item",
    key: ["item_id"],
    time: "happened_at",
    time_moves: more.time_moves ?? false,
    lookback_minutes: more.lookback_minutes ?? 30,
    row: z.object({ item_id: id("The item"), happened_at: time("When"), amount: int("How much") }),
    map: (item) => {
      const { id: item_id, at, amount } = item as MemoryItem;
      return [{ item_id, happened_at: at, amount }];
    },
    feed: { slicing: more.slicing ?? { kind: "window", hours: 24 }, endpoint: name, scope: "none", pull },
  });
}

export function memoryConnection(
  tables: AnyTable[],
  connect: () => Promise<unknown> = async () => undefined,
  close?: () => Promise<void>,
): SyncConnection {
  const source = defineSource<unknown>({
    name: "memory",
    title: "Memory",
    credentials: [
      { field: "token", name: "MEMORY_TOKEN", required: true, secret: true, description: "for tests" },
    ],
    concurrency: 4,
    connect,
    ...(close !== undefined && { close }),
    check: async () => ({ ok: true, identity: "", problems: [], vendor_time: undefined }),
    tables,
  });
  return { name: "default", source, config: { token: "memory-secret" } };
}

export const page = (items: unknown[], cursor?: string): Page => ({ items, api: "v1", cursor });
