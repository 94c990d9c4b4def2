import { expect, it } from "vitest";

import { misbehaviours } from "./model/faults.ts";
import { spreadItems } from "./model/items.ts";
import { contents, gaps, modelLake, pull, quick, type ModelLake } from "./model/lake.ts";
import { modelTables } from "./model/source.ts";
import { serveModel, type Fault, type ModelVendor } from "./model/vendor.ts";
import type { SyncReport } from "../../src/sync/run.ts";

const NOW = new Date("2026-11-22T10:10:00Z");
const START = new Date("2026-11-20T10:10:00Z");
const now = () => NOW;
const items = () => spreadItems(60, 48, NOW);
/** Deadlines that only the fault reaches, however busy the machine is. */
const limits = { ...quick, attempt_ms: 1_000, request_ms: 1_000, longest_wait_ms: 500 };
const TABLES = ["model_rows", "model_row_tags", "model_changes", "model_list"] as const;

/** The ledger says exactly what is missing: a table without a hole equals the fault-free one. */
async function expectHonest(lake: ModelLake, report: SyncReport) {
  const [calm, troubled] = [await contents(lake, "calm"), await contents(lake, "faulty")];
  const faulty = report.connections.find(({ connection }) => connection === "faulty");
  const holes: Record<string, number> = {};
  for (const table of TABLES) {
    const missing = await gaps(lake, table, START, NOW);
    expect(missing.filter((hole) => hole.startsWith("calm"))).toEqual([]);
    holes[table] = missing.length;
    expect(missing.length > 0 ? "a gap" : troubled[table]).toEqual(
      missing.length > 0 ? "a gap" : calm[table],
    );
  }
  for (const { table, error } of faulty?.tables ?? []) expect(holes[table] === 0).toBe(error === null);
  return { holes, faulty };
}

async function twoVendors(fault: Fault | undefined) {
  const calm = await serveModel({ items: items(), page: 8 });
  const faulty = await serveModel({ items: items(), page: 8, fault });
  return {
    calm,
    faulty,
    [Symbol.asyncDispose]: () => Promise.all([calm.close(), faulty.close()]).then(() => undefined),
  };
}

const named = ({ calm, faulty }: { calm: ModelVendor; faulty: ModelVendor }) => ({ calm, faulty });

it.each(Object.entries(misbehaviours))(
  "%s that passes: every row, or the gap in the ledger",
  async (_name, misbehave) => {
    let left = 3;
    await using vendors = await twoVendors((ask, response, page) => {
      left -= 1;
      if (left >= 0) misbehave(ask, response, page);
      return left >= 0;
    });
    await using lake = await modelLake(now, modelTables({ hours: 12 }));
    const report = await pull(lake, named(vendors), now, { limits });
    await expectHonest(lake, report);
    await pull(lake, { faulty: vendors.faulty }, now, { limits });
    expect(await contents(lake, "faulty")).toEqual(await contents(lake, "calm"));
    expect(await gaps(lake, "model_rows", START, NOW)).toEqual([]);
  },
);

const harmless = ["unknown extra fields", "flapping"];
const lasting = Object.entries(misbehaviours).filter(([name]) => !harmless.includes(name));

it.each(lasting)(
  "%s that lasts over some windows: the gap in the ledger, filled when it is over",
  async (_name, misbehave) => {
    await using vendors = await twoVendors((ask, response, page) => {
      const struck = ask.list === "rows" && ask.to <= "2026-11-21T12:00:00.000Z";
      if (struck) misbehave(ask, response, page);
      return struck;
    });
    await using lake = await modelLake(now, modelTables({ hours: 12 }));
    const report = await pull(lake, named(vendors), now, { limits });
    const { holes, faulty } = await expectHonest(lake, report);
    expect(report.ok).toBe(false);
    expect(holes["model_rows"]).toBeGreaterThan(0);
    expect(faulty?.tables.find(({ table }) => table === "model_rows")?.error).toMatch(/\w/);
    expect(report.connections.find(({ connection }) => connection === "calm")).toMatchObject({ ok: true });

    vendors.faulty.state.fault = undefined;
    expect((await pull(lake, { faulty: vendors.faulty }, now, { limits })).ok).toBe(true);
    expect(await contents(lake, "faulty")).toEqual(await contents(lake, "calm"));
    expect(await gaps(lake, "model_rows", START, NOW)).toEqual([]);
  },
);

it("a refused connection: all of it in the ledger with the reason, and everything once it is back", async () => {
  await using vendors = await twoVendors(undefined);
  await using lake = await modelLake(now, modelTables({ hours: 12 }));
  const gone = await serveModel({ items: [] });
  await gone.close();
  const report = await pull(lake, { calm: vendors.calm, faulty: gone }, now, { limits });
  const { faulty } = await expectHonest(lake, report);
  for (const { error } of faulty?.tables ?? []) expect(error).toContain("connection refused");

  await pull(lake, { faulty: vendors.faulty }, now, { limits });
  expect(await contents(lake, "faulty")).toEqual(await contents(lake, "calm"));
});
