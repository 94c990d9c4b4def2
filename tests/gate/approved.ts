import { approve } from "../../src/gate/approve.ts";
import type { ApprovalRow } from "../../src/state/rows/gate.ts";
import { approver, type GateWorld, gateWorld } from "./gate-world.ts";

type ApprovedWorld = GateWorld & { id: string; set: (row: Partial<ApprovalRow>) => Promise<void> };

/** A world in which one action is approved and not run yet; `set` edits its row behind the gate's back. */
export async function approved(): Promise<ApprovedWorld> {
  const world = await gateWorld();
  const { id, digest } = await world.given();
  await approve(world.gate, { id, digest, by: approver("ann") });
  const set = async (row: Partial<ApprovalRow>) => {
    await world.state.db.updateTable("approvals").set(row).where("id", "=", id).execute();
  };
  return { ...world, id, set };
}
