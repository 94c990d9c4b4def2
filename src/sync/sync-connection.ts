import type { AnySource } from "../contracts/source.ts";

/** One configured connection of a source: the values of its fields, secrets included. */
export type SyncConnection = { name: string; source: AnySource; config: Record<string, string> };
