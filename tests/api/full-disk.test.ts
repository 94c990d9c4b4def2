/** No room left: what reads goes on, what writes says so and has written nothing, and room is all that it takes. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";

import { listAudit } from "../../src/audit/list-audit.ts";
import { errorOf, openHouse, type House } from "./house.ts";

let house: House;
let key: string;
beforeAll(async () => {
  house = await openHouse();
  ({ key } = await house.key("admin"));
});
afterAll(() => house.close());

/** SQLite itself refuses to grow beyond so many pages, as it does on a full disk. */
const pages = (most: number) => sql.raw(`pragma max_page_count = ${most}`).execute(house.sentinel.state().db);

const makeKeys = async (count: number) => {
  const statuses: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const body = { name: `person ${i} ${"x".repeat(60)}`, role: "viewer" };
    const answer = await house.send("POST", "/api/keys", { key, body });
    if (answer.status === 503) expect(await errorOf(answer)).toMatchObject({ code: "busy" });
    statuses.push(answer.status);
  }
  return statuses;
};
const stored = async () => {
  const { keys } = (await (await house.send("GET", "/api/keys", { key })).json()) as { keys: unknown[] };
  return keys.length;
};

it("answers 503 to writes while reads go on, and recovers without a restart", async () => {
  await pages(1);
  const statuses = await makeKeys(60);
  expect(statuses.at(-1)).toBe(503);
  const acknowledged = statuses.filter((status) => status === 200).length;
  expect(await stored()).toBe(acknowledged + 1);
  expect((await house.send("GET", "/api/incidents", { key })).status).toBe(200);
  expect((await house.send("GET", "/readyz")).status).toBe(200);
  expect(await errorOf(await house.send("GET", "/api/keys"))).toMatchObject({ status: 401 });

  await pages(1_000_000);
  expect(await makeKeys(3)).toEqual([200, 200, 200]);
  expect(await stored()).toBe(acknowledged + 4);
  const audit = await listAudit(house.sentinel.state(), { kind: "access.key_created", limit: 1_000 });
  expect(audit).toHaveLength(acknowledged + 4);
});
