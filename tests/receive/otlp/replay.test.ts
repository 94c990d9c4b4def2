/** What a dead process left in the log of the intake, at the next start. */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { openIntake } from "../../../src/receive/otlp/intake.ts";
import { lengthOf, recordOf } from "../../../src/receive/otlp/log/record.ts";
import { openHouse, type House } from "../../api/house.ts";
import { request, traceId } from "./spans.ts";

/** Opens the intake of a house once more, on a log that a dead process left. */
async function reopened(house: House) {
  const { sentinel } = house;
  const again = await openIntake({
    folder: sentinel.home.intake,
    lake: sentinel.lake,
    settings: () => sentinel.settings.otlp,
    now: sentinel.now,
    log: sentinel.log,
    took: () => undefined,
  });
  await again.idle();
  return again;
}
const spanRecord = (house: House, trace: number) =>
  recordOf({
    signal: "traces",
    json: true,
    gzip: false,
    received_at: house.clock.now.getTime(),
    body: Buffer.from(JSON.stringify(request([{ trace, span: trace }]))),
  });

it("brings what a dead process left into the lake, and says what of it is torn", async () => {
  const house = await openHouse();
  onTestFinished(() => house.close());
  const folder = house.sentinel.home.intake;
  await (await house.sentinel.intake()).close();
  const left = spanRecord(house, 7);
  writeFileSync(join(folder, "000000000004.log"), Buffer.concat([...left, ...left]));
  appendFileSync(join(folder, "000000000004.log"), left[0] ?? "");
  const again = await reopened(house);
  const ask = async (sql: string) => (await (await house.sentinel.lake()).ask(sql)).rows;
  expect(await ask("select count(*) as n from otel_spans")).toEqual([{ n: 1 }]);
  expect(await ask('select segment, "offset" from otel_positions')).toEqual([
    { segment: 4, offset: 2 * lengthOf(left) },
  ]);
  expect(again.rejected()).toBe(0);
  await again.close();
});

it("puts aside what of a dead process' log cannot be read, and nothing else", async () => {
  const house = await openHouse();
  onTestFinished(() => house.close());
  const folder = house.sentinel.home.intake;
  await (await house.sentinel.intake()).close();
  const no_request = recordOf({
    signal: "logs",
    json: true,
    gzip: false,
    received_at: 0,
    body: Buffer.from("no request"),
  });
  const damaged = Buffer.concat(spanRecord(house, 2));
  damaged.writeUInt32LE(5, 0);
  const first = [...spanRecord(house, 1), ...no_request, damaged, ...spanRecord(house, 3)];
  writeFileSync(join(folder, "000000000004.log"), Buffer.concat(first));
  // What cannot be opened is not deleted behind the position either.
  mkdirSync(join(folder, "000000000005.log"));
  writeFileSync(join(folder, "000000000006.log"), Buffer.concat(spanRecord(house, 6)));
  house.clock.now = new Date(house.clock.now.getTime() + 90_000);
  const examined = await house.send("POST", "/api/doctor", { body: {} });
  const { checks } = (await examined.json()) as { checks: object[] };
  expect(checks).toContainEqual(
    expect.objectContaining({
      check: "intake (OTLP)",
      state: "warning",
      what: expect.stringMatching(/the oldest since 90 s$/) as string,
    }),
  );
  const again = await reopened(house);
  onTestFinished(() => again.close());
  const { rows } = await (
    await house.sentinel.lake()
  ).ask("select trace_id from otel_spans order by trace_id");
  expect(rows).toEqual([1, 3, 6].map((trace) => ({ trace_id: traceId(trace) })));
  expect(again.rejected()).toBe(2);
  const aside = readFileSync(join(folder, "rejected.ndjson"), "utf8").trim().split("\n");
  expect(aside.map((line) => JSON.parse(line) as object)).toMatchObject([
    { reason: "this is no JSON", signal: "logs", body: Buffer.from("no request").toString("base64") },
    { reason: "damaged in the log", segment: 4, bytes: damaged.toString("base64") },
  ]);
  expect(readdirSync(folder)).toEqual(["000000000005.log.unread", "000000000006.log", "rejected.ndjson"]);
});
