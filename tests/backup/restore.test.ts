import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { verifyAudit } from "../../src/audit/verify.ts";
import { openHome } from "../../src/home.ts";
import { append, entries, ownHome, within } from "./own-home.ts";

it("puts back what was there, keeps what it replaces, and records both", async () => {
  const { home, filled, back } = ownHome();
  await filled();
  const before = await entries(home.state);
  await within(home.state, (state) => append(state, 99));
  const { replaced, settings, letters } = await back();
  expect({ settings, letters }).toEqual({ settings: "same", letters: 1 });
  // Made after the copy, so the copy does not have it; the kept state does, and what came after it.
  const kept = await entries(join(replaced ?? "", "state.sqlite"));
  expect(kept.map(({ kind }) => kind).slice(5)).toEqual(["state.backed_up", "access.login"]);
  const after = await entries(home.state);
  expect(after.slice(0, 5)).toEqual(before.slice(0, 5));
  expect(after.slice(5).map(({ kind, actor }) => [kind, actor])).toEqual([["state.restored", "dev-a"]]);
  const verified = await within(home.state, (state) => verifyAudit(state, home.audit_anchor));
  expect(verified).toMatchObject({ ok: true, entries: 6, anchored: 6 });
  // A letter that may have left since is looked for before it is sent again.
  const letter = await within(home.state, (state) =>
    state.db.selectFrom("outbox").select(["status", "attempts"]).executeTakeFirst(),
  );
  expect(letter).toEqual({ status: "waiting", attempts: 1 });
});

it("brings back settings that are gone, and leaves those that differ alone", async () => {
  const { home, settings_path, filled, back } = ownHome();
  await filled();
  rmSync(settings_path);
  expect(await back()).toMatchObject({ settings: "restored" });
  expect(readFileSync(settings_path, "utf8")).toBe('{"freshness_minutes": 45}');
  writeFileSync(settings_path, "{}");
  rmSync(home.path, { recursive: true });
  expect(await back(openHome(home.path))).toMatchObject({ settings: "kept", replaced: null });
  expect(readFileSync(settings_path, "utf8")).toBe("{}");
});

it("replaces a damaged state, and keeps that aside too", async () => {
  const { home, filled, back } = ownHome();
  await filled();
  writeFileSync(home.state, "no database at all");
  const { replaced } = await back();
  expect(readFileSync(join(replaced ?? "", "state.sqlite"), "utf8")).toBe("no database at all");
  expect(await entries(home.state)).toHaveLength(6);
});
