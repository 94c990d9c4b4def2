/** A workspace with the channel `incidents` in a seed, and messages as Slack writes them. */
import { type SeedRow, valueAt } from "../../../../seeds/row.ts";
import type { FaultPlan } from "../../../../seeds/vendors/faults.ts";
import { clientOf, type Get, listOf, seedOf, serve } from "../serve-rows.ts";

export function ts(seconds: number): string {
  return `${1_785_000_000 + seconds}.000100`;
}

export function message(seconds: number, more: SeedRow = {}): SeedRow {
  return { type: "message", ts: ts(seconds), user: "U1", text: `message ${seconds}`, ...more };
}

export async function workspace(
  messages: SeedRow[],
  more: Record<string, SeedRow[]> = {},
  faults: FaultPlan[] = [],
) {
  const seed = seedOf("s", { slack_messages: messages, ...more }, { slack: "incidents" });
  const servers = await serve([seed], { faults });
  const ask = clientOf(servers, "slack");
  const channels = listOf((await ask("conversations.list")).body, "channels");
  return { servers, ask, channel: String(channels[0]?.["id"]) };
}

export async function walk(ask: Get, method: string, query: Record<string, string>): Promise<SeedRow[][]> {
  const pages: SeedRow[][] = [];
  let cursor = "";
  do {
    const { body } = await ask(method, cursor === "" ? query : { ...query, cursor });
    pages.push(listOf(body, "messages"));
    cursor = String(valueAt(body, "response_metadata", "next_cursor"));
  } while (cursor !== "");
  return pages;
}

export const stamps = (rows: SeedRow[]) => rows.map((row) => row["ts"]);
