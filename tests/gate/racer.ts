/**
 * One of several processes on one state (argv[2]) whose actions call one server (argv[3]). Told to race for an approval,
 * it clicks and runs as often as it is told, all at once, and answers how many clicks were accepted. Run by races.test.ts.
 */
import { SENTINEL } from "../../src/contracts/principal.ts";
import { approve } from "../../src/gate/approve.ts";
import { GateSettings } from "../../src/gate/policy-settings.ts";
import { propose } from "../../src/gate/propose.ts";
import { runApproved } from "../../src/gate/run-approved.ts";
import { openState } from "../../src/state/open.ts";
import { EFFECT, effectActions } from "./effects.ts";
import { gateOver } from "./gate-over.ts";

export type Order =
  | { kind: "race"; id: string; digest: string; clicks: number }
  | { kind: "propose"; incident: string; targets: string[] };
export type Report = { accepted: number };

const [, , path = "", url = ""] = process.argv;
const settings = GateSettings.parse({
  policy: [
    { name: "one", actions: [EFFECT], resources: ["asked/*"], decide: "one" },
    { name: "auto", actions: [EFFECT], decide: "auto" },
  ],
});
const state = openState(path);
const gate = gateOver(state, {
  actions: effectActions(url),
  settings,
  now: () => new Date(),
  switched_off: () => false,
});

process.on("message", (order: Order) => {
  void (order.kind === "race" ? race(order) : proposeAll(order)).then((accepted) =>
    process.send?.({ accepted }),
  );
});
process.on("disconnect", () => process.exit(0));
process.send?.({ accepted: 0 });

async function race({ id, digest, clicks }: Extract<Order, { kind: "race" }>): Promise<number> {
  const outcomes = await Promise.allSettled(
    Array.from({ length: clicks }, async (_, n) => {
      await approve(gate, { id, digest, by: { name: `person ${n}`, role: "approver", via: "web" } });
      await runApproved(gate, id);
    }),
  );
  await runApproved(gate, id);
  return outcomes.filter(({ status }) => status === "fulfilled").length;
}

/** How many of them were released without a person. */
async function proposeAll({ incident, targets }: Extract<Order, { kind: "propose" }>): Promise<number> {
  const made = await Promise.all(
    targets.map((target) =>
      propose(gate, { incident: { id: incident }, action: EFFECT, args: { target, value: 1 }, by: SENTINEL }),
    ),
  );
  return made.filter((one) => "decide" in one && one.decide === "auto").length;
}
