import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { anchorAudit } from "../../src/audit/anchor.ts";
import { SENTINEL } from "../../src/contracts/principal.ts";
import { GateSettings } from "../../src/gate/policy-settings.ts";
import { propose } from "../../src/gate/propose.ts";
import { openState } from "../../src/state/open.ts";
import { sentinel } from "../cli/sentinel.ts";
import { gateOver } from "./gate-over.ts";
import { INCIDENT, storeIncident } from "./gate-world.ts";
import { recordingActions, recordingVendor } from "./recording-action.ts";

/** A home with two proposals of now; their arguments are none that the shipped actions take. */
async function openHome() {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-gate-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const state = openState(join(folder, "state.sqlite"));
  onTestFinished(() => state.close());
  await storeIncident(state);
  const gate = gateOver(state, {
    actions: recordingActions(recordingVendor()),
    settings: GateSettings.parse({}),
    now: () => new Date(),
    switched_off: () => false,
  });
  for (const value of [1, 2]) {
    const args = { target: "acme/shop", value };
    await propose(gate, { incident: { id: INCIDENT }, action: "kill_loop", args, by: SENTINEL });
  }
  await anchorAudit(state, join(folder, "audit.anchor"));
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await sentinel([...args, "--home", folder], { cwd: folder });
    const json =
      args.includes("--json") && stdout !== "" ? (JSON.parse(stdout) as Record<string, unknown>) : {};
    return { code, stdout, stderr, json };
  };
  return { state, run };
}

it("lists, shows and decides proposals, and checks the record of it", async () => {
  const { state, run } = await openHome();
  const [second = "", first = ""] = (
    (await run("approvals", "--json")).json["approvals"] as { id: string }[]
  ).map(({ id }) => id);
  const shown = await run("approvals", "show", first.slice(4));
  expect(shown.stdout).toContain("Set acme/shop");
  expect(shown.stdout).toMatch(/Digest: [0-9a-f]{64}/);

  expect((await run("approvals", "reject", first)).code).toBe(2);
  const refused = await run("approvals", "reject", first, "--reason", "not now", "--as", "ann", "--json");
  expect(refused).toMatchObject({ code: 0, json: { status: "refused", votes: [{ by: "ann", via: "cli" }] } });

  const wrong = await run("approvals", "approve", second, "--digest", "0".repeat(64));
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining("digests differ") });
  const approved = await run("approvals", "approve", second, "--as", "bob");
  expect(approved).toMatchObject({ code: 1, stderr: expect.stringContaining("cannot do kill_loop") });
  expect((await run("approvals", "undo", second)).stderr).toContain("only what is done can be undone");

  const { entries } = (await run("audit", "--limit", "2", "--json")).json as { entries: { kind: string }[] };
  expect(entries.map(({ kind }) => kind)).toEqual(["decision.denied", "decision.denied"]);
  expect(await run("audit", "verify")).toMatchObject({ code: 0, stdout: expect.stringContaining("whole") });
  await state.db
    .updateTable("audit")
    .set({ actor: "mallory" })
    .where("kind", "=", "decision.refused")
    .execute();
  expect(await run("audit", "verify", "--json")).toMatchObject({
    code: 1,
    json: { ok: false, problems: [{ seq: 3, what: "edited" }] },
  });
});
