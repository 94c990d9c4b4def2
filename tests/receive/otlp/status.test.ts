/** What the intake says of itself to people: GET /api/intake. */
import { afterAll, beforeAll, expect, it } from "vitest";

import type { House } from "../../api/house.ts";
import { ask, openSmallHouse, post } from "./posting.ts";
import { asJson, request, spanOf } from "./spans.ts";

let house: House;
beforeAll(async () => {
  house = await openSmallHouse();
});
afterAll(() => house.close());

const status = async () => (await house.send("GET", "/api/intake")).json();

it("counts what was taken, what was not and why, and what can be asked for", async () => {
  expect(await status()).toMatchObject({
    signals: [],
    refused: [],
    turned_away: [],
    spans: 0,
    landed_at: null,
  });
  const early = { ...spanOf({ trace: 1, span: 3 }), startTimeUnixNano: "1" };
  const { resourceSpans } = request([
    { trace: 1, span: 1 },
    { trace: 1, span: 2 },
  ]);
  const body = asJson({ resourceSpans: [...resourceSpans, { scopeSpans: [{ spans: [early] }] }] });
  await post(house, body);
  await post(house, { ...body, headers: { "content-type": "text/plain" } });
  await ask(house, "select 1 as one");
  const at = house.clock.now.toISOString();
  expect(await status()).toMatchObject({
    since: at,
    signals: [{ signal: "traces", items: 2, bytes: body.body.length, last_at: at }],
    refused: [{ signal: "traces", reason: "the start is before 2010", items: 1, last_at: at }],
    turned_away: [{ status: 415, requests: 1 }],
    spans: 2,
    landed_at: at,
    pending_bytes: 0,
    lag_ms: null,
  });
});
