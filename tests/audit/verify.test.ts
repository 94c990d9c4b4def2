/** AUDIT_MUTATIONS=1000 runs the full count. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";

import { anchorAudit } from "../../src/audit/anchor.ts";
import { appendAudit, auditHash, GENESIS } from "../../src/audit/append.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import { SENTINEL } from "../../src/contracts/principal.ts";
import { openState, type State } from "../../src/state/open.ts";
import type { AuditRow } from "../../src/state/rows/gate.ts";

const MUTATIONS = Number(process.env["AUDIT_MUTATIONS"] ?? 200);
const ENTRIES = 30;
const AT = new Date("2026-03-02T12:00:00Z");

const folder = mkdtempSync(join(tmpdir(), "sentinel-audit-"));
const anchor = join(folder, "audit.anchor");
let state: State;
let whole: AuditRow[] = [];

const append = (subject: string) =>
  state.write((db) =>
    appendAudit(db, {
      kind: "run.done",
      by: SENTINEL,
      subject,
      data: { n: subject, nested: [1, null] },
      at: AT,
    }),
  );

const store = (rows: AuditRow[]) =>
  state.write(async (db) => {
    await db.deleteFrom("audit").execute();
    if (rows.length > 0) await db.insertInto("audit").values(rows).execute();
  });

/** The chain as somebody would write it who knows how it is made. */
function rehashed(rows: AuditRow[]): AuditRow[] {
  let previous_hash = GENESIS;
  return rows.map((row, index) => {
    const { hash: _, ...entry } = { ...row, seq: index + 1, previous_hash };
    previous_hash = auditHash(entry);
    return { ...entry, hash: previous_hash };
  });
}

beforeAll(async () => {
  state = openState(join(folder, "state.sqlite"));
  for (let n = 0; n < ENTRIES; n += 1) {
    await append(`apr_${n}`);
    if (n % 7 === 0) await anchorAudit(state, anchor);
  }
  await anchorAudit(state, anchor);
  whole = await state.db.selectFrom("audit").selectAll().orderBy("seq").execute();
});

afterAll(() => {
  state.close();
  rmSync(folder, { recursive: true, force: true });
});

it("finds nothing wrong with what nobody touched, nor with entries that are not anchored yet", async () => {
  expect(await verifyAudit(state, anchor)).toEqual({
    entries: ENTRIES,
    anchored: ENTRIES,
    ok: true,
    problems: [],
  });
  await append("apr_later");
  expect(await verifyAudit(state, anchor)).toMatchObject({
    entries: ENTRIES + 1,
    anchored: ENTRIES,
    ok: true,
  });
});

const nth = fc.nat(ENTRIES - 1);
const swapped = (rows: AuditRow[], one: number, other: number): AuditRow[] =>
  rows.map((row, index) => {
    const from = index === one ? rows[other] : index === other ? rows[one] : row;
    return { ...(from ?? row), seq: row.seq };
  });
const edited = fc
  .record({
    n: nth,
    field: fc.constantFrom("at", "kind", "actor", "via", "subject", "data", "previous_hash", "hash"),
    text: fc.string({ minLength: 1 }),
  })
  .map(({ n, field, text }) => ({
    how: `edit ${field}`,
    rows: (rows: AuditRow[]) => rows.map((row, index) => (index === n ? { ...row, [field]: text } : row)),
  }));
const mutation = fc.oneof(
  edited,
  nth.map((n) => ({ how: "delete", rows: (rows: AuditRow[]) => rows.filter((_, index) => index !== n) })),
  fc.tuple(nth, nth).map(([one, other]) => ({
    how: "reorder",
    rows: (rows: AuditRow[]) => swapped(rows, one, one === other ? (one + 1) % ENTRIES : other),
  })),
  fc.tuple(nth, fc.string()).map(([n, subject]) => ({
    how: "insert",
    rows: (rows: AuditRow[]) => [
      ...rows.slice(0, n),
      { ...(rows[n] as AuditRow), subject, hash: `forged ${subject}` },
      ...rows.slice(n).map((row) => ({ ...row, seq: row.seq + 1 })),
    ],
  })),
  nth.map((n) => ({ how: "cut", rows: (rows: AuditRow[]) => rows.slice(0, n) })),
  fc.tuple(nth, fc.string({ minLength: 1 })).map(([n, actor]) => ({
    how: "edit, with every hash after it made anew",
    rows: (rows: AuditRow[]) =>
      rehashed(rows.map((row, index) => (index === n ? { ...row, actor: `${row.actor}${actor}` } : row))),
  })),
  nth.map((n) => ({
    how: "delete, with every hash after it made anew",
    rows: (rows: AuditRow[]) => rehashed(rows.filter((_, index) => index !== n)),
  })),
);

it(`finds each of ${MUTATIONS} random changes: edits, deletions, insertions, another order, a cut end`, async () => {
  const found: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(mutation, async ({ how, rows }) => {
      await store(rows(whole));
      const { ok, problems } = await verifyAudit(state, anchor);
      expect({ how, ok, told: problems.length > 0 }).toEqual({ how, ok: false, told: true });
      found[how] = (found[how] ?? 0) + 1;
    }),
    { numRuns: MUTATIONS },
  );
  await store(whole);
  expect(await verifyAudit(state, anchor)).toMatchObject({ ok: true });
  expect(Object.values(found).reduce((sum, count) => sum + count, 0)).toBe(MUTATIONS);
  process.stdout.write(`${MUTATIONS} changes of the audit log, all found: ${JSON.stringify(found)}\n`);
});

it("says where it broke", async () => {
  await store(whole.filter(({ seq }) => seq !== 12));
  const { problems } = await verifyAudit(state, anchor);
  expect(problems[0]).toMatchObject({ seq: 12, what: "missing" });
  await store(whole.slice(0, 20));
  expect((await verifyAudit(state, anchor)).problems).toMatchObject([
    { seq: 22, what: "cut" },
    { seq: 29, what: "cut" },
    { seq: 30, what: "cut" },
  ]);
  await store(whole);
});

it("tells a missing or damaged anchor from a line that a power cut left unfinished, and mends the latter", async () => {
  const kept = readFileSync(anchor);
  appendFileSync(anchor, "31 ab");
  expect(await verifyAudit(state, anchor)).toMatchObject({ ok: true });
  await append("apr_more");
  await anchorAudit(state, anchor);
  expect(await verifyAudit(state, anchor)).toMatchObject({ ok: true, anchored: ENTRIES + 1 });
  writeFileSync(anchor, `nonsense\n${kept.toString()}`);
  expect((await verifyAudit(state, anchor)).problems).toMatchObject([{ what: "anchor_damaged" }]);
  truncateSync(anchor);
  expect((await verifyAudit(state, anchor)).problems).toMatchObject([{ what: "anchor_missing" }]);
  rmSync(anchor);
  expect((await verifyAudit(state, anchor)).problems).toMatchObject([{ what: "anchor_missing" }]);
});
