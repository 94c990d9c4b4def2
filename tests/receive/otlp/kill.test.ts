/** The built server, ended hard while spans come in: what it acknowledged is there, each span once. OTLP_KILLS sets the rounds. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { expect, it, onTestFinished, vi } from "vitest";

import { shell } from "../../reliability/world/command.ts";
import { asJson, asProtobuf, inProtobuf, request, traceId } from "./spans.ts";

const KILLS = Number(process.env["OTLP_KILLS"] ?? 3);
const SPANS = 40;
const SENDERS = 4;

it("keeps every acknowledged span once over kill -9", { timeout: 60_000 + KILLS * 20_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-otlp-kill-"));
  const { start } = shell(folder, {});
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const serve = async () => {
    const running = start("up", "--port", "0", "--json", "--no-patrol");
    let said = "";
    running.child.stdout?.on("data", (text: string) => (said += text));
    const { url } = await vi.waitFor(() => JSON.parse(said) as { url: string }, { timeout: 60_000 });
    return { running, url };
  };

  const acknowledged = new Set<number>();
  let sent = 0;
  async function sendUntilGone(url: string): Promise<void> {
    for (;;) {
      const number = (sent += 1);
      const json = request(
        Array.from({ length: SPANS }, (_, index) => ({
          trace: number,
          span: number * SPANS + index + 1,
          start: Date.now() - 1_000,
          attributes: { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" },
        })),
      );
      const gzip = number % 3 === 0;
      const post = number % 2 === 0 ? asJson(json, { gzip }) : asProtobuf(inProtobuf(json), { gzip });
      try {
        const answer = await fetch(`${url}/v1/traces`, { method: "POST", ...post });
        if (answer.status === 200) acknowledged.add(number);
        await answer.arrayBuffer();
      } catch {
        return;
      }
    }
  }

  for (let round = 0; round < KILLS; round += 1) {
    const { running, url } = await serve();
    const senders = Array.from({ length: SENDERS }, () => sendUntilGone(url));
    // Not before some of this round are acknowledged: a slow machine would be killed at its start only.
    const enough = acknowledged.size + 1 + Math.floor(Math.random() * 12);
    while (acknowledged.size < enough) await pause(5);
    await pause(Math.random() * 100);
    running.child.kill("SIGKILL");
    await running.outcome;
    await Promise.all(senders);
  }

  const { running, url } = await serve();
  onTestFinished(() => void running.child.kill("SIGKILL"));
  const ask = async (sql: string) => {
    const answer = await fetch(`${url}/api/sql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ sql }),
    });
    return ((await answer.json()) as { rows: Record<string, unknown>[] }).rows;
  };
  await expect
    .poll(async () => (await fetch(`${url}/metrics`)).text(), { timeout: 20_000 })
    .toMatch(/sentinel_otlp_lag_seconds 0\n/);
  const stored = await ask(
    "select trace_id, count(*) as spans, count(distinct span_id) as ids from otel_spans group by all",
  );
  const whole = new Set(
    stored.filter(({ spans, ids }) => spans === SPANS && ids === SPANS).map(({ trace_id }) => trace_id),
  );
  expect(stored).toHaveLength(whole.size);
  expect([...acknowledged].filter((number) => !whole.has(traceId(number)))).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(KILLS);
  // The rollup is of the same transaction.
  expect(await ask("select sum(generations) as calls from llm_cost_hourly")).toEqual([
    { calls: whole.size * SPANS },
  ]);
  process.stdout.write(
    `${acknowledged.size} requests acknowledged over ${KILLS} kills, ${whole.size} stored\n`,
  );
});
