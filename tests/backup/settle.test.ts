import { rmSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { verifyAudit } from "../../src/audit/verify.ts";
import { backUp } from "../../src/backup/back-up.ts";
import { restore } from "../../src/backup/restore.ts";
import { approve } from "../../src/gate/approve.ts";
import { getApproval } from "../../src/gate/read-approvals.ts";
import { runApproved } from "../../src/gate/run-approved.ts";
import { openHome } from "../../src/home.ts";
import { openState } from "../../src/state/open.ts";
import { approver, gateWorld } from "../gate/gate-world.ts";

it("does nothing again that was done after the backup, and lets nobody approve what was open in it", async () => {
  const world = await gateWorld();
  const home = openHome(world.folder);
  const by = { name: "dev-a", via: "cli" } as const;
  const shared = {
    settings_path: join(world.folder, "settings.json"),
    folder: join(world.folder, "backup"),
    by,
  };
  const open = await world.given({ target: "acme/other", value: 1 });
  const { id, digest } = await world.given();
  await approve(world.gate, { id, digest, by: approver("ada") });
  await backUp({ ...shared, home, state: world.state, now: () => world.clock.at });
  await runApproved(world.gate);
  expect(world.vendor.calls).toEqual([id]);

  const elsewhere = openHome(join(world.folder, "elsewhere"));
  expect(await restore({ ...shared, home: elsewhere, now: () => world.clock.at })).toMatchObject({
    expired: 1,
    unclear: 1,
  });
  const state = openState(elsewhere.state);
  try {
    const gate = { ...world.gate, state, ports: { ...world.gate.ports, state } };
    await runApproved(gate);
    expect(await getApproval(state, id)).toMatchObject({ status: "done" });
    expect(world.vendor.calls).toEqual([id]);
    const late = approve(gate, { id: open.id, digest: open.digest, by: approver("ada") });
    await expect(late).rejects.toMatchObject({ code: "conflict" });
    expect(await verifyAudit(state, elsewhere.audit_anchor)).toMatchObject({ problems: [] });
  } finally {
    state.close();
    rmSync(elsewhere.path, { recursive: true });
  }
});
