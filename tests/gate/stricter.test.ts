/** Policy that became stricter, and the switch that was pulled, after something was proposed. */
import { expect, it } from "vitest";

import { approve } from "../../src/gate/approve.ts";
import type { GateContext } from "../../src/gate/context.ts";
import { GateSettings } from "../../src/gate/policy-settings.ts";
import { runApproved } from "../../src/gate/run-approved.ts";
import { approver, gateWorld, MINUTE } from "./gate-world.ts";

const under = (gate: GateContext, decide: "auto" | "one" | "two" | "never"): GateContext => ({
  ...gate,
  settings: () => GateSettings.parse({ policy: [{ name: "now", actions: ["*"], decide }] }),
});

it("takes no approval of what policy has stopped allowing, and takes it once policy allows it again", async () => {
  const { gate, given, vendor } = await gateWorld();
  const { id, digest } = await given();
  const by = approver("ann");
  await expect(approve(under(gate, "never"), { id, digest, by })).rejects.toMatchObject({
    code: "conflict",
    message: "policy has stopped allowing open_github_issue (now)",
  });
  await approve(gate, { id, digest, by });
  expect(await runApproved(gate)).toMatchObject([{ status: "done" }]);
  expect(vendor.calls).toEqual([id]);
});

it("asks a second person when policy has come to want two, and never fewer than were asked for", async () => {
  const { gate, given, vendor } = await gateWorld();
  const { id, digest } = await given();
  const first = await approve(under(gate, "two"), { id, digest, by: approver("ann") });
  expect(first).toMatchObject({ status: "proposed", approvals_needed: 2 });
  expect(await runApproved(gate)).toEqual([]);
  const again = approve(under(gate, "auto"), { id, digest, by: approver("ANN ") });
  await expect(again).rejects.toMatchObject({ code: "conflict" });
  expect(await approve(under(gate, "auto"), { id, digest, by: approver("bob") })).toMatchObject({
    status: "approved",
  });
  expect(await runApproved(gate)).toMatchObject([{ status: "done" }]);
  expect(vendor.calls).toEqual([id]);
});

it("knows one person by letters that look the same to everybody", async () => {
  const { gate, given } = await gateWorld();
  const { id, digest } = await given();
  const two = under(gate, "two");
  await approve(two, { id, digest, by: approver("Zo\u00eb") });
  await expect(approve(two, { id, digest, by: approver("Zoe\u0308") })).rejects.toMatchObject({
    code: "conflict",
  });
});

it("stops what is automatic and waits for its next try when the switch is pulled, and leaves what people approved", async () => {
  let off = false;
  const world = await gateWorld({
    settings: {
      policy: [
        { name: "by itself", actions: ["*"], resources: ["auto/*"], decide: "auto" },
        { name: "one", actions: ["*"], decide: "one" },
      ],
    },
    switched_off: () => off,
  });
  const { gate, given, vendor, wait } = world;
  vendor.next = ["not_sent", "not_sent"];
  const automatic = await given({ target: "auto/shop", value: 1 });
  const asked = await given({ target: "acme/shop", value: 2 });
  await approve(gate, { id: asked.id, digest: asked.digest, by: approver("ann") });
  expect((await runApproved(gate)).map(({ status }) => status)).toEqual(["running", "running"]);
  off = true;
  wait(MINUTE);
  expect(await runApproved(gate)).toMatchObject([
    { id: automatic.id, status: "failed", error: "not done: automatic actions are switched off" },
    { id: asked.id, status: "done" },
  ]);
  expect([...vendor.effects.keys()]).toEqual([asked.id]);
});
