import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { localTime } from "../../src/local-time.ts";
import { makeUpDigests } from "../../src/reports/digest/make-up.ts";
import { sendDueDigest } from "../../src/reports/digest/send.ts";
import { DigestSettings } from "../../src/reports/digest/settings.ts";
import { listDigests } from "../../src/reports/digest/store.ts";
import { openState } from "../../src/state/open.ts";
import { openWorld, type World } from "../incidents/world.ts";

const settings = DigestSettings.parse({ time_zone: "Europe/Berlin" });
const HOUR = 3_600_000;

let world: World;
let folder: string;
beforeAll(async () => {
  world = await openWorld();
  folder = mkdtempSync(join(tmpdir(), "sentinel-send-"));
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const contextOf = (state: ReturnType<typeof openState>) => ({
  lake: world.lake,
  library: world.library,
  state,
  model: undefined,
  timeout_ms: 0,
  base_url: "http://127.0.0.1:8787",
  settings: () => settings,
  ways: { slack: "incidents", mail: true },
});

describe.each([
  ["clocks go forward", "2026-03-02T00:00:00Z"],
  ["clocks go back", "2026-10-05T00:00:00Z"],
])("eight weeks in which %s", (name, start) => {
  it("have one digest each, through 30 restarts and runs that overlap", async () => {
    const path = join(folder, `${name}.sqlite`);
    const begin = Date.parse(start);
    const ticks = 8 * 7 * 24;
    let state = openState(path);
    for (let tick = 0; tick < ticks; tick += 1) {
      const at = new Date(begin + tick * HOUR);
      // 45 hours have no common rhythm with a week: restarts fall on all hours and days.
      if (tick % 45 === 0) {
        state.close();
        state = openState(path);
      }
      // At the due hour two runs overlap: both find nothing stored, and one of them must lose.
      const runs = localTime(at, "Europe/Berlin").hour === 9 ? 2 : 1;
      const context = contextOf(state);
      await Promise.all(Array.from({ length: runs }, () => sendDueDigest(context, at)));
    }
    const digests = (await listDigests(state)).toReversed();
    const letters = await state.db.selectFrom("outbox").select(["key", "created_at"]).orderBy("id").execute();
    state.close();
    // The first tick catches up on the week before it.
    expect(digests).toHaveLength(9);
    expect(digests.slice(1).map(({ from }) => from)).toEqual(digests.slice(0, -1).map(({ to }) => to));
    expect(letters.map(({ key }) => key).toSorted()).toEqual(
      digests
        .flatMap(({ week }) => [`digest:${week}:mail`, `digest:${week}:slack`, `digest:${week}:slack-charts`])
        .toSorted(),
    );
    for (const { made_at } of digests.slice(1))
      expect(localTime(new Date(made_at), "Europe/Berlin")).toMatchObject({ weekday: 1, hour: 9 });
  });
});

it("makes each digest once that was missed in weeks of rest, and sends the newest alone", async () => {
  const state = openState(":memory:");
  const run = async (at: string) => {
    const [context, now] = [contextOf(state), new Date(at)];
    const overlapping = [1, 2].map(async () => {
      await sendDueDigest(context, now);
      return makeUpDigests(context, now);
    });
    // Which of the two makes which week is a matter of moments; that each is made once is not.
    return (await Promise.all(overlapping)).flat().toSorted();
  };
  expect(await run("2026-03-02T09:00:00Z")).toEqual([]);
  // Nobody is there on three Mondays, over the change of clocks.
  expect(await run("2026-04-01T12:00:00Z")).toEqual(["2026-W10", "2026-W11", "2026-W12"]);
  expect(await run("2026-04-01T13:00:00Z")).toEqual([]);
  const stored = (await listDigests(state)).map(({ week }) => week).toReversed();
  const sent = await state.db.selectFrom("outbox").select("cause").distinct().orderBy("cause").execute();
  state.close();
  expect(stored).toEqual(["2026-W09", "2026-W10", "2026-W11", "2026-W12", "2026-W13"]);
  expect(sent.map(({ cause }) => cause)).toEqual(["2026-W09", "2026-W13"]);
});
