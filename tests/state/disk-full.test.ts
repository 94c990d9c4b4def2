import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sql } from "kysely";
import { expect, it, onTestFinished } from "vitest";

import { appendAudit } from "../../src/audit/append.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import { SENTINEL } from "../../src/contracts/principal.ts";
import { openState, type State } from "../../src/state/open.ts";

const AT = new Date("2026-03-02T12:00:00.000Z");
const write = (state: State, n: number) =>
  state.write((db) =>
    appendAudit(db, {
      kind: "access.login",
      by: SENTINEL,
      subject: "x",
      data: { n, much: "x".repeat(2_000) },
      at: AT,
    }),
  );
const numbers = async (state: State) =>
  (await state.db.selectFrom("audit").select("data").orderBy("seq").execute()).map(
    ({ data }) => (JSON.parse(data) as { n: number }).n,
  );

it("refuses writes on a full disk, keeps all that it acknowledged, reads on, and recovers without a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-full-"));
  const state = openState(join(folder, "state.sqlite"));
  onTestFinished(() => {
    state.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(state.db);
  const pages = rows[0]?.page_count ?? 0;
  // To SQLite a file that may not grow is a disk that is full: the same code path, and the same error.
  await sql`pragma max_page_count = ${sql.raw(String(pages + 20))}`.execute(state.db);

  const acknowledged: number[] = [];
  const refusals: unknown[] = [];
  for (let n = 0; n < 40; n += 1) {
    await write(state, n).then(
      () => acknowledged.push(n),
      (error: unknown) => refusals.push(error),
    );
  }
  const [refusal] = refusals;
  expect(refusal).toMatchObject({ code: "busy", message: expect.stringContaining("disk is full") as string });
  expect(acknowledged.length).toBeGreaterThan(3);
  await expect(write(state, 998)).rejects.toMatchObject({ code: "busy" });
  expect(await numbers(state)).toEqual(acknowledged);

  await sql`pragma max_page_count = 1000000`.execute(state.db);
  await write(state, 999);
  expect(await numbers(state)).toEqual([...acknowledged, 999]);
  const second = openState(join(folder, "state.sqlite"));
  expect(await numbers(second)).toEqual([...acknowledged, 999]);
  const { problems } = await verifyAudit(second, join(folder, "none"));
  expect(problems.map(({ what }) => what)).toEqual(["anchor_missing"]);
  second.close();
});
