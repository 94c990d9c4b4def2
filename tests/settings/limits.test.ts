/** Limits changed from the page: what they would have found, then saved, through the HTTP interface. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { DescribedDetector } from "../../src/detect/describe-limits.ts";
import type { Preview } from "../../src/detect/preview.ts";
import { errorOf, openHouse, type House } from "../api/house.ts";
import { fillTasks } from "./failing-tasks.ts";

type Answer = {
  settings: { detectors: Record<string, unknown> };
  etag: string;
  detectors: DescribedDetector[];
  fixed: unknown[];
};

let house: House;
let key: string;
const file = () => join(house.folder, "settings.json");
const given = { people: [{ name: "Ada", role: "admin" }], detectors: { task_failure: { high_streak: 4 } } };
beforeEach(async () => {
  house = await openHouse({ settings: given });
  ({ key } = await house.key("admin", "Ada"));
});
afterEach(() => house.close());

const read = async () => (await (await house.send("GET", "/api/settings", { key })).json()) as Answer;
const save = (body: object) => house.send("PUT", "/api/settings/limits", { key, body });
const limit = ({ detectors }: Answer, id: string, name: string) =>
  detectors.find((one) => one.id === id)?.limits.find((one) => one.name === name);

describe("saving", () => {
  it("writes the file, is in force at once, and says who did it", async () => {
    const { etag, ...before } = await read();
    expect(limit(before as Answer, "task_failure", "high_streak")).toMatchObject({
      value: 4,
      default: 3,
      whole: true,
      above: 0,
      meaning: expect.stringContaining("Failed runs in a row"),
    });
    const changes = { task_failure: { high_streak: 2 }, cost_spike: { ratio: 3.5 } };
    const saved = await save({ etag, detectors: changes });
    expect(saved.status).toBe(200);
    expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({ ...given, detectors: changes });
    expect(house.sentinel.settings.detectors).toEqual(changes);
    expect(readdirSync(house.folder).toSorted()).toEqual(["home", "settings.json"]);
    const { audit } = (await (await house.send("GET", "/api/audit?limit=1", { key })).json()) as {
      audit: { kind: string; actor: string; data: unknown }[];
    };
    expect(audit).toMatchObject([
      {
        kind: "settings.changed",
        actor: "Ada",
        data: { changed: ["detectors.cost_spike", "detectors.task_failure"] },
      },
    ]);

    const back = await save({
      etag: ((await saved.json()) as Answer).etag,
      detectors: { task_failure: { high_streak: null } },
    });
    expect(limit((await back.json()) as Answer, "task_failure", "high_streak")?.value).toBe(3);
    expect(JSON.parse(readFileSync(file(), "utf8"))).toMatchObject({ detectors: { task_failure: {} } });
  });

  it("is refused, and the file left alone, over another change and for what is no limit", async () => {
    const { etag } = await read();
    const text = `${JSON.stringify(given)} `;
    writeFileSync(file(), text);
    const late = await errorOf(await save({ etag, detectors: { cost_spike: { ratio: 4 } } }));
    expect(late).toMatchObject({ status: 409, code: "conflict" });
    const { etag: now } = await read();
    for (const detectors of [
      { cost_spike: { ratio: 0.5 } },
      { cost_spike: { ratoi: 4 } },
      { cost_spikes: { ratio: 4 } },
    ]) {
      expect(await errorOf(await save({ etag: now, detectors }))).toMatchObject({ code: "invalid" });
    }
    writeFileSync(file(), "{");
    const broken = await save({ etag: (await read()).etag, detectors: { cost_spike: { ratio: 4 } } });
    expect(await errorOf(broken)).toMatchObject({
      status: 409,
      message: expect.stringContaining("cannot be read"),
    });
    expect(readFileSync(file(), "utf8")).toBe("{");
  });
});

it("previews a week: what other limits would have found, and what not", async () => {
  await fillTasks(house);
  const body = { detectors: { task_failure: { high_streak: 2 } } };
  const answer = await house.send("POST", "/api/settings/preview", { key, body });
  const worse = (await answer.json()) as Preview;
  expect(worse).toMatchObject({
    moments: 15,
    moments_planned: 15,
    every_hours: 12,
    appears: [],
    vanishes: [],
  });
  expect(worse.present.map(({ fingerprint, severity }) => [fingerprint, severity])).toEqual([
    [expect.stringContaining("LOAD_ORDERS"), "medium"],
  ]);
  expect(worse.proposed[0]?.severity).toBe("high");
  // Nothing was stored.
  expect(await (await house.send("GET", "/api/incidents?status=all", { key })).json()).toMatchObject({
    incidents: [],
  });
  const wrong = { detectors: { task_failure: { high_streak: 0 } } };
  const refused = await house.send("POST", "/api/settings/preview", { key, body: wrong });
  expect(await errorOf(refused)).toMatchObject({ code: "invalid" });
});

it("shows what the environment has, and does not take another value for it", async () => {
  process.env["COST_SPIKE_MULTIPLIER"] = "7";
  try {
    await house.close();
    house = await openHouse({ settings: given });
    ({ key } = await house.key("admin"));
    const answer = await read();
    expect(answer.fixed).toEqual([{ path: "detectors.cost_spike.ratio", variable: "COST_SPIKE_MULTIPLIER" }]);
    expect(limit(answer, "cost_spike", "ratio")?.value).toBe(7);
    for (const [method, path] of [
      ["PUT", "/api/settings/limits"],
      ["POST", "/api/settings/preview"],
    ] as const) {
      const detectors = { cost_spike: { ratio: 3 } };
      const body = method === "PUT" ? { etag: answer.etag, detectors } : { detectors };
      expect(await errorOf(await house.send(method, path, { key, body }))).toMatchObject({
        code: "invalid",
        message: expect.stringContaining("COST_SPIKE_MULTIPLIER"),
      });
    }
  } finally {
    delete process.env["COST_SPIKE_MULTIPLIER"];
  }
});

it("stops everything automatic, and lets only an admin go on", async () => {
  const { key: operator } = await house.key("operator", "Bo");
  const post = (path: string, as: string) => house.send("POST", path, { key: as, body: {} });
  expect(await (await post("/api/gate/stop", operator)).json()).toEqual({ stopped: true });
  expect(readdirSync(house.sentinel.home.path)).toContain("gate.stop");
  expect((await post("/api/gate/resume", operator)).status).toBe(403);
  expect(await (await post("/api/gate/resume", key)).json()).toEqual({ stopped: false });
  const { audit } = (await (await house.send("GET", "/api/audit?limit=3", { key })).json()) as {
    audit: { kind: string; actor: string }[];
  };
  expect(audit.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual(
    expect.arrayContaining(["gate.stopped Bo", "gate.resumed Ada"]),
  );
});
