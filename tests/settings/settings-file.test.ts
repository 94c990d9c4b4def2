import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { detectors } from "../../detectors/index.ts";
import { loadSettings, watchSettings } from "../../src/settings-file.ts";
import { Settings } from "../../src/settings.ts";

let folder: string;
const file = () => join(folder, "settings.json");
const load = (environment: Record<string, string> = {}, required = false) =>
  loadSettings(file(), join(folder, "last-good.json"), (name) => environment[name], { detectors, required });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sentinel-settings-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("keeps the last good settings in force when the file is broken, and says so", () => {
  writeFileSync(file(), '{"freshness_minutes": 5}');
  expect(load()).toMatchObject({ settings: { freshness_minutes: 5 }, problem: undefined });
  for (const broken of [
    '{"freshness_minutes": ',
    '{"freshness_minutes": "soon"}',
    '{"freshnes_minutes": 7}',
  ]) {
    writeFileSync(file(), broken);
    const { settings, problem } = load();
    expect(settings.freshness_minutes).toBe(5);
    expect(problem).toContain("last good settings stay in force");
  }
});

it.each([
  ["a detector that is none", { cost_spikes: {} }, /cost_spikes.*did you mean cost_spike\?/],
  ["a limit that is none", { cost_spike: { ratoi: 3 } }, /ratoi.*did you mean ratio/],
  ["a limit of the wrong type", { cost_spike: { ratio: "3" } }, /cost_spike.*expected number.*at ratio/],
])("does not take %s", (_what, limits, reason) => {
  writeFileSync(file(), JSON.stringify({ detectors: limits }));
  expect(load()).toEqual({ settings: Settings.parse({}), problem: expect.stringMatching(reason) });
});

it("says when a file that a person named is not there", () => {
  expect(load({}, true).problem).toMatch(/settings\.json.*no such file/);
  expect(load().problem).toBeUndefined();
});

it("falls back to the defaults when there never were good ones", () => {
  writeFileSync(file(), "[]");
  const { settings, problem } = load();
  expect(settings).toEqual(Settings.parse({}));
  expect(problem).toContain("defaults are in force");
});

it("lets the environment override a limit, and refuses one that is no number", () => {
  writeFileSync(file(), '{"detectors": {"cost_spike": {"ratio": 3, "floor_usd_per_hour": 2}}}');
  expect(load({ COST_SPIKE_MULTIPLIER: "4" }).settings.detectors).toMatchObject({
    cost_spike: { ratio: 4, floor_usd_per_hour: 2 },
  });
  expect(() => load({ COST_SPIKE_MULTIPLIER: "lots" })).toThrow(/COST_SPIKE_MULTIPLIER/);
});

it("puts a change into force without a restart, also when an editor replaces the file", async () => {
  writeFileSync(file(), "{}");
  const changed = new Promise<number>((resolve) => {
    const unfollow = watchSettings(load, file(), ({ settings }) => {
      unfollow();
      resolve(settings.freshness_minutes);
    });
    writeFileSync(`${file()}.new`, '{"freshness_minutes": 12}');
    renameSync(`${file()}.new`, file());
  });
  expect(await changed).toBe(12);
});

it("ships a settings.json with every limit of every detector at its default", () => {
  const shipped = Settings.parse(JSON.parse(readFileSync("settings.json", "utf8")));
  for (const { id, limits } of Object.values(detectors))
    expect([id, shipped.detectors[id]]).toEqual([id, limits.parse({})]);
});

it("ships a settings.json that shows every knob, at its default", () => {
  const text: unknown = JSON.parse(readFileSync("settings.json", "utf8"));
  const { detectors: _, ...defaults } = Settings.parse({});
  expect(Settings.parse(text)).toMatchObject(defaults);
  // Knobs of a list's entries (rules, routes) are in docs/operating.md.
  const unseen = Object.entries(defaults).flatMap(([name, value]) =>
    typeof value !== "object" || Array.isArray(value)
      ? [name].filter((knob) => !(knob in (text as object)))
      : Object.keys(value)
          .filter((knob) => !(knob in ((text as Record<string, object>)[name] ?? {})))
          .map((knob) => `${name}.${knob}`),
  );
  expect(unseen).toEqual([]);
});
