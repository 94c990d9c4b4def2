/** However what agents send is cut into requests, a stream has in the end found what one patrol finds in all of it. */
import fc from "fast-check";
import { expect, it } from "vitest";

import { createMetrics } from "../../src/metrics/metrics.ts";
import { registerStream } from "../../src/metrics/stream.ts";
import { patrol } from "../../src/jobs/patrol.ts";
import { openStream } from "../../src/stream/open-stream.ts";
import { HOST, openHouse, type House } from "../api/house.ts";
import { asJson, request, type TestSpan } from "../receive/otlp/spans.ts";
import { burning, failing, looping, MINUTE_MS, usualDays } from "./agents.ts";

const SPLITS = Number(process.env["STREAM_SPLITS"] ?? 3);
const NOW = Date.parse("2026-03-02T12:00:00Z");

const send = async (house: House, spans: TestSpan[]) => {
  const { body, headers } = asJson(request(spans));
  const init = { method: "POST", body, headers: { ...headers, host: HOST } };
  expect((await house.app.request(`http://${HOST}/v1/traces`, init)).status).toBe(200);
};

const found = async ({ sentinel }: House) =>
  (await sentinel.state().db.selectFrom("findings").selectAll().execute())
    .map(({ detector, connection, key, fingerprint, severity, title }) =>
      [detector, connection, key, fingerprint, severity, title].join(" | "),
    )
    .toSorted();

const openHome = (detect: object = {}) =>
  openHouse({ settings: { detect: { gap_ms: 0, renew_seconds: 0, ...detect } } });

it("finds in any split what one judgement of all finds", async () => {
  const at = NOW - 2 * MINUTE_MS;
  const usual = usualDays(NOW);
  // In the order in which an agent's spans end; two loops of one agent and tool are one finding.
  const troubled = [...looping(at, 12), ...looping(at, 16), ...failing(at, 8), ...burning(at, 5)];
  const whole = await openHome();
  await send(whole, [...usual, ...troubled]);
  await (await whole.sentinel.intake()).idle();
  await patrol(whole.sentinel, new Date(NOW + MINUTE_MS), []);
  const expected = await found(whole);
  await whole.close();
  expect(expected.map((finding) => finding.split(" ")[0])).toEqual([
    "agent_loop",
    "cost_spike",
    "tool_failure",
  ]);

  const Cuts = fc.array(fc.integer({ min: 1, max: troubled.length - 1 }), { maxLength: 12 });
  // A pause lets the stream judge what is there; without one several requests share a judgement.
  const Pauses = fc.infiniteStream(fc.boolean());
  await fc.assert(
    fc.asyncProperty(Cuts, Pauses, async (cuts, pauses) => {
      const house = await openHome();
      try {
        const stream = openStream(house.sentinel, registerStream(createMetrics().registry));
        const settle = async () => {
          await (await house.sentinel.intake()).idle();
          await stream.idle();
        };
        await send(house, usual);
        await settle();
        expect(await found(house)).toEqual([]);
        const ends = [...new Set(cuts), troubled.length].toSorted((one, other) => one - other);
        let from = 0;
        for (const end of ends) {
          await send(house, troubled.slice(from, end));
          from = end;
          if (pauses.next().value) await settle();
        }
        await settle();
        expect(await found(house)).toEqual(expected);
        await stream.stop();
      } finally {
        await house.close();
      }
    }),
    { numRuns: SPLITS },
  );
});

it.each([
  [
    "takes too long",
    { deadline_ms: 1 },
    /judgements_total\{detector="agent_loop",outcome="not_judged"\} 1$/m,
  ],
  ["is not wanted", { stream: false }, /skipped_total\{reason="off"\} 1$/m],
])("leaves to the patrol what %s, and the intake goes on", async (_, detect, counted) => {
  const house = await openHome(detect);
  const { registry } = createMetrics();
  const stream = openStream(house.sentinel, registerStream(registry));
  await send(house, looping(NOW - 2 * MINUTE_MS, 14));
  await (await house.sentinel.intake()).idle();
  await stream.idle();
  expect(await found(house)).toEqual([]);
  expect(await registry.metrics()).toMatch(counted);
  await patrol(house.sentinel, new Date(NOW), []);
  expect(await found(house)).toEqual([expect.stringContaining("search x14")]);
  await stream.stop();
  await house.close();
});
