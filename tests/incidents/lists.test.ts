/** Long lists: pages that join to the whole, and counts that are those of the list. */
import { afterAll, beforeAll, expect, it } from "vitest";

import type { Incident } from "../../src/contracts/incident.ts";
import type { IncidentCounts } from "../../src/incidents/count-incidents.ts";
import type { ListedIncident } from "../../src/incidents/list-incident-rows.ts";
import { errorOf, openHouse, type House } from "../api/house.ts";
import { fillIncidents } from "./many-incidents.ts";

const INCIDENTS = 240;
const PAGE = 37;

let house: House;
let key: string;
beforeAll(async () => {
  house = await openHouse();
  ({ key } = await house.key("viewer"));
  await fillIncidents(house.sentinel.state(), INCIDENTS, house.clock.now);
});
afterAll(() => house.close());

const ask = async <T>(path: string) => (await (await house.send("GET", path, { key })).json()) as T;

async function everyPage<T>(path: string, take: (answer: never) => T[]): Promise<T[]> {
  const all: T[] = [];
  let cursor = "";
  do {
    const answer = await ask<{ next: string | null }>(`${path}&limit=${PAGE}${cursor}`);
    all.push(...take(answer as never));
    cursor = answer.next === null ? "" : `&cursor=${answer.next}`;
  } while (cursor !== "");
  return all;
}

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
const rowsOf = (query: string) =>
  everyPage(`/api/incident-list?${query}`, ({ rows }: { rows: ListedIncident[] }) => rows);

it("joins to the whole list, page by page, in every order", async () => {
  const { incidents } = await ask<{ incidents: Incident[] }>("/api/incidents?status=all");
  expect(incidents).toHaveLength(INCIDENTS);
  const paged = await everyPage(
    "/api/incidents?status=all",
    ({ incidents: some }: { incidents: Incident[] }) => some,
  );
  expect(paged).toEqual(incidents);
  const [first] = incidents;
  expect(first).toMatchObject({
    severity: "critical",
    narrative: { text: expect.stringContaining("latest") },
  });
  expect(await ask(`/api/incidents/${first?.id}`)).toEqual(first);

  expect(ids(await rowsOf("status=all"))).toEqual(ids(incidents));
  expect(ids(await rowsOf("status=all&sort=newest"))).toEqual(
    ids(incidents.toSorted((one, other) => (one.opened_at < other.opened_at ? 1 : -1))),
  );
  const costs = (await rowsOf("status=all&sort=cost")).map(({ cost_usd }) => cost_usd ?? -1);
  expect(costs).toHaveLength(INCIDENTS);
  expect(costs).toEqual(costs.toSorted((one, other) => other - one));
});

it.each([
  ["", "status=all"],
  ["status=open&severity=critical,high", "status=all&severity=critical,high"],
  ["status=snoozed&connection=support", "status=all&connection=support"],
  ["type=error_cascade&q=SHOP+change", "status=all&type=error_cascade&q=shop%20change"],
  ["opened_from=now-1h&opened_to=now-20m", "status=all&opened_from=now-1h&opened_to=now-20m"],
])("counts %j as the list has them", async (query, any_status) => {
  const counts = await ask<IncidentCounts>(`/api/incident-counts?${query}`);
  const [fitting, all] = await Promise.all([rowsOf(query), rowsOf(any_status)]);
  expect(counts.total).toBe(fitting.length);
  expect(counts.total).toBeGreaterThan(0);
  expect(counts.cost_usd).toBeCloseTo(
    fitting.reduce((sum, { cost_usd }) => sum + (cost_usd ?? 0), 0),
    6,
  );
  expect(counts.status).toMatchObject({
    all: all.length,
    active: all.filter(({ status }) => status !== "resolved").length,
    open: all.filter(({ status }) => status === "open").length,
  });
});

it("finds letters that mean something to SQL as letters", async () => {
  expect(await rowsOf(`status=all&q=${encodeURIComponent("%")}`)).toEqual([]);
  expect(await rowsOf(`status=all&q=${encodeURIComponent("order_desk")}`)).toEqual([]);
  expect(await rowsOf(`status=all&q=${encodeURIComponent("the 141. time")}`)).toHaveLength(1);
});

it("refuses a cursor that is none, or of another order, and a time that is none", async () => {
  const { next } = await ask<{ next: string }>("/api/incident-list?sort=cost&limit=5");
  for (const query of [`sort=newest&cursor=${next}`, "cursor=bm9uZQ", "opened_from=soon"]) {
    const answer = await errorOf(await house.send("GET", `/api/incident-list?${query}`, { key }));
    expect(answer, query).toMatchObject({ status: 422, code: "invalid" });
  }
});
