/** The intake's log: what a crash or a full disk leaves of it. */
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { IntakeLog } from "../../../src/receive/otlp/log/intake-log.ts";
import { isDamage, readRecords, recordOf, type Posted } from "../../../src/receive/otlp/log/record.ts";
import { HOST, openHouse } from "../../api/house.ts";
import { asJson, request } from "./spans.ts";

const posted = (text: string): Posted => ({
  signal: "logs",
  json: true,
  gzip: false,
  received_at: 1_767_225_600_000.5,
  body: Buffer.from(text),
});
const read = (file: Buffer, offset = 0) => readRecords(file, offset).found.filter((one) => !isDamage(one));
const written = (...texts: string[]) => Buffer.concat(texts.flatMap((text) => recordOf(posted(text))));

it("reads back what was written, from any record on", () => {
  const file = written("one", "", "three");
  const { found, torn_bytes } = readRecords(file, 0);
  expect(found).toMatchObject([
    { posted: posted("one") },
    { posted: posted("") },
    { posted: posted("three") },
  ]);
  expect([read(file).length, torn_bytes]).toEqual([3, 0]);
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
  const rest = { posted: posted("two"), end: file.length };
  expect(readRecords(damaged, 0)).toEqual({ found: [{ from: 0, end: first }, rest], torn_bytes: 0 });
  // One whose length is damaged does not say where the next begins.
  damaged.writeUInt32LE(7, 0);
  expect(readRecords(damaged, 0)).toEqual({ found: [{ from: 0, end: first }, rest], torn_bytes: 0 });
  damaged.writeUInt32LE(2 ** 31, 0);
  expect(readRecords(damaged, 0)).toEqual({ found: [{ from: 0, end: first }, rest], torn_bytes: 0 });
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
