/** The intake's log: what a crash or a full disk leaves of it. */
import { appendFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { IntakeLog } from "../../../src/receive/otlp/log/intake-log.ts";
import { readRecords, recordOf, type Posted } from "../../../src/receive/otlp/log/record.ts";
import { HOST, openHouse } from "../../api/house.ts";
import { asJson, request } from "./spans.ts";

const posted = (text: string): Posted => ({
  signal: "logs",
  json: true,
  gzip: false,
  received_at: 1_767_225_600_000.5,
  body: Buffer.from(text),
});
const written = (...texts: string[]) => Buffer.concat(texts.flatMap((text) => recordOf(posted(text))));

it("reads back what was written, from any record on", () => {
  const file = written("one", "", "three");
  const { found, damaged, torn_bytes } = readRecords(file, 0);
  expect(found.map((one) => one.posted)).toEqual([posted("one"), posted(""), posted("three")]);
  expect([damaged, torn_bytes]).toEqual([0, 0]);
  expect(readRecords(file, found[1]?.end ?? 0).found).toEqual(found.slice(2));
});

it("stops at a torn tail of any length, and steps over a damaged record", () => {
  const file = written("one", "two");
  const first = readRecords(file, 0).found[0]?.end ?? 0;
  for (let length = first; length < file.length; length += 1) {
    const { found, torn_bytes } = readRecords(file.subarray(0, length), 0);
    expect([found.length, torn_bytes]).toEqual([1, length - first]);
  }
  const damaged = Buffer.from(file);
  damaged[first - 1] = 0;
  expect(readRecords(damaged, 0)).toMatchObject({ damaged: 1, found: [{ posted: posted("two") }] });
});

it("keeps the order of its calls over many files, each of about the size that it was told", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-otlp-log-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const log = new IntakeLog(folder, { last: 6, segment_bytes: () => 1_000 });
  const places = [];
  for (let round = 0; round < 10; round += 1) {
    places.push(
      ...(await Promise.all(Array.from({ length: 10 }, () => log.append(recordOf(posted("x".repeat(80))))))),
    );
  }
  await log.close();
  const order = places.map(({ segment, offset }) => segment * 1e6 + offset);
  expect(order).toEqual(order.toSorted((one, other) => one - other));
  expect(readdirSync(folder)[0]).toBe("000000000007.log");
  expect(readdirSync(folder)).toHaveLength(10);
});

it("answers 503 on a full disk, with nothing lost, and takes the next one when there is room", async () => {
  const house = await openHouse();
  onTestFinished(() => house.close());
  const post = async (span: number) => {
    const { body, headers } = asJson(request([{ trace: span, span }]));
    return house.app.request(`http://${HOST}/v1/traces`, {
      method: "POST",
      body,
      headers: { host: HOST, ...headers },
    });
  };
  await (await house.sentinel.intake()).idle();
  // The kernel's own full disk.
  symlinkSync("/dev/full", join(house.sentinel.home.intake, "000000000001.log"));
  const refused = await post(1);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  expect((await post(2)).status).toBe(200);
  await (await house.sentinel.intake()).idle();
  const { rows } = await (await house.sentinel.lake()).ask("select trace_id from otel_spans");
  expect(rows).toEqual([{ trace_id: "2".padStart(32, "0") }]);
});

it("brings what a dead process left into the lake, and says what of it is torn", async () => {
  const house = await openHouse();
  onTestFinished(() => house.close());
  const folder = house.sentinel.home.intake;
  await (await house.sentinel.intake()).close();
  const body = Buffer.from(JSON.stringify(request([{ trace: 7, span: 7 }])));
  const left = recordOf({
    signal: "traces",
    json: true,
    gzip: false,
    received_at: house.clock.now.getTime(),
    body,
  });
  writeFileSync(join(folder, "000000000004.log"), Buffer.concat([...left, ...left]));
  appendFileSync(join(folder, "000000000004.log"), left[0] ?? "");
  const { openIntake } = await import("../../../src/receive/otlp/intake.ts");
  const { sentinel } = house;
  const again = await openIntake({
    folder,
    lake: sentinel.lake,
    settings: () => sentinel.settings.otlp,
    now: sentinel.now,
    log: sentinel.log,
    took: () => undefined,
  });
  await again.idle();
  const ask = async (sql: string) => (await (await sentinel.lake()).ask(sql)).rows;
  expect(await ask("select count(*) as n from otel_spans")).toEqual([{ n: 1 }]);
  expect(await ask('select segment, "offset" from otel_positions')).toEqual([
    { segment: 4, offset: 2 * (20 + body.length) },
  ]);
  await again.close();
});
