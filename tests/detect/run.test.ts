import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";

import type { Detector } from "../../src/contracts/detector.ts";
import { detect } from "../../src/detect/run.ts";
import { observation, openWorld, type World } from "../incidents/world.ts";
import { AT, at, eager, judgement, MOMENT } from "./eager.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const run = (detectors: Detector[], limits: Record<string, unknown> = {}, ids?: string[]) =>
  detect({ lake: world.lake, library: world.library, detectors, limits, freshness_minutes: 30 }, AT, ids);
const covered = (connection: string, to: Date, table = "langfuse_observations") =>
  world.fill(table, table === "langfuse_observations" ? [observation(1)] : [], { connection, to });

it("judges each connection that is covered, at the minute", async () => {
  await covered("shop", at(60));
  await covered("desk", at(60));
  expect(await run([eager])).toMatchObject({
    at: MOMENT,
    findings: [
      { detector: "eager", type: "cost_spike", at: MOMENT, connection: "desk" },
      { detector: "eager", connection: "shop" },
    ],
    judged: ["eager"],
    not_judged: [],
  });
});

it("withholds the connection whose window has a hole, and says which", async () => {
  await covered("shop", at(60));
  await covered("desk", at(-45));
  const detection = await run([eager]);
  expect(detection.findings.map(({ connection }) => connection)).toEqual(["shop"]);
  expect(detection.judged).toEqual(["eager"]);
  expect(detection.not_judged).toEqual([
    {
      detector: "eager",
      connection: "desk",
      tables: ["llm_observations"],
      reason: "llm_observations was not fetched from 2026-03-02T11:15:00.000Z to 2026-03-02T12:00:00.000Z",
    },
  ]);
});

it("allows the lag of an ordinary sync", async () => {
  await covered("shop", at(-30));
  expect((await run([eager])).not_judged).toEqual([]);
});

it("needs every table of a source that is connected, and none of one that is not", async () => {
  await covered("shop", at(60));
  expect((await run([eager])).judged).toEqual(["eager"]);
  await covered("shop", at(-300), "sentry_events");
  const detection = await run([eager]);
  expect(detection.findings).toEqual([]);
  expect(detection.not_judged).toMatchObject([{ connection: "shop", tables: ["sentry_events"] }]);
});

it("takes a hole of a connection that a service ties for its own", async () => {
  await covered("shop", at(60));
  await covered("errors-of-shop", at(-300), "sentry_events");
  expect((await run([eager])).not_judged).toEqual([]);
  await world.lake.set_services(
    ["shop", "errors-of-shop"].map((value) => ({
      service: "s",
      kind: "connection" as const,
      value,
      implicit: false,
    })),
  );
  expect((await run([eager])).not_judged).toMatchObject([
    {
      connection: "shop",
      tables: ["sentry_events"],
      reason: expect.stringContaining("sentry_events of errors-of-shop"),
    },
  ]);
});

it("is not kept from judging by what only helps to explain", async () => {
  await covered("shop", at(60));
  await covered("shop", at(-300), "github_commits");
  expect((await run([eager])).judged).toEqual(["eager"]);
});

it("says when no source of what it judges is connected", async () => {
  expect(await run([eager])).toMatchObject({
    findings: [],
    judged: [],
    not_judged: [
      {
        connection: null,
        tables: ["llm_observations"],
        reason: expect.stringContaining("no source of llm_observations is connected"),
      },
    ],
  });
});

it("passes on what a detector says it cannot judge", async () => {
  await world.fill("langfuse_observations", [observation(1, { cost_usd: "95" })]);
  expect(await run([eager])).toMatchObject({
    judged: ["eager"],
    not_judged: [{ detector: "eager", connection: "shop", reason: "too dear" }],
  });
});

it("lets a failing detector stop no other and no other connection", async () => {
  await covered("shop", at(60));
  await covered("desk", at(60));
  const fails: Detector = {
    ...eager,
    id: "fails",
    judge: ({ spend }) => {
      if (spend?.some((row) => z.object({ connection: z.literal("desk") }).safeParse(row).success) === true)
        throw new Error("a bug");
      return [judgement("shop")];
    },
  };
  const broken: Detector = {
    ...eager,
    id: "broken",
    inputs: { ...eager.inputs, spend: { ...eager.inputs.spend, row: z.object({ nothing: z.string() }) } },
  };
  const detection = await run([fails, broken, eager]);
  expect(detection.findings.map(({ detector, connection }) => `${detector} ${connection}`)).toEqual([
    "fails shop",
    "eager desk",
    "eager shop",
  ]);
  expect(detection.not_judged).toMatchObject([
    { detector: "fails", connection: "desk", reason: "it failed: a bug" },
    {
      detector: "broken",
      connection: null,
      reason: expect.stringContaining("rows of costly_traces do not fit: 0.nothing"),
    },
  ]);
});

it("does not judge with limits that are wrong, and names them", async () => {
  await covered("shop", at(60));
  expect((await run([eager], { eager: { hours: "many" } })).not_judged[0]?.reason).toContain("hours: ");
});

it("judges the detectors named and knows the nearest of a mistyped one", async () => {
  await covered("shop", at(60));
  expect((await run([eager, { ...eager, id: "other" }], {}, ["other"])).judged).toEqual(["other"]);
  await expect(run([eager], {}, ["eagre"])).rejects.toMatchObject({
    code: "not_found",
    hint: "did you mean eager?",
  });
});
