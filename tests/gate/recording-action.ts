/** An action whose vendor is a list in memory, which can be told to fail in every way that a vendor can. */
import { z } from "zod";

import type { ActionPorts } from "../../src/actions/ports.ts";
import { ActionFailure, defineAction, type AnyAction } from "../../src/contracts/action.ts";
import { SentinelError } from "../../src/errors.ts";

export type Vendor = {
  /** Keys in the order in which calls came, whether or not they got an answer. */
  calls: string[];
  /** What is there now, by key. */
  effects: Map<string, number>;
  /** What the next calls meet, in turn: nothing more, all goes well. */
  next: ("refused" | "not_sent" | "lost" | "accepted_then_lost")[];
  /** Nobody answers questions. */
  deaf: boolean;
  /** Of the world; `gone` makes the action pointless. */
  head: string;
};

export function recordingVendor(): Vendor {
  return { calls: [], effects: new Map(), next: [], deaf: false, head: "a1" };
}

export const ARGS = { target: "acme/shop", value: 7 };

/** The action `id` on that vendor. */
function recordingAction(
  vendor: Vendor,
  { id = "open_github_issue", reversible = true } = {},
): AnyAction<ActionPorts> {
  const asked = () => {
    if (vendor.deaf) throw new ActionFailure("not_sent", "the vendor does not answer");
  };
  return defineAction({
    id,
    summary: "Records that it was called.",
    reversible,
    input: z.strictObject({ target: z.string(), value: z.int() }),
    resource: ({ target }) => target,
    preview: ({ target, value }) => ({ title: `Set ${target}`, lines: [`value ${value}`] }),
    preconditions() {
      asked();
      if (vendor.head === "gone") throw new SentinelError("conflict", "the target is gone");
      return Promise.resolve({ head: vendor.head });
    },
    async run({ value }, _ports: ActionPorts, key) {
      vendor.calls.push(key);
      // As a real call does, it lets others run.
      await new Promise((done) => setImmediate(done));
      const fault = vendor.next.shift();
      if (fault === "refused" || fault === "not_sent")
        throw new ActionFailure(fault, `the vendor said ${fault}`);
      if (fault === "lost") throw new ActionFailure("unclear", "no answer came");
      vendor.effects.set(key, value);
      if (fault === "accepted_then_lost") throw new ActionFailure("unclear", "the connection broke");
      return { id: key };
    },
    reconcile(_input, _ports, key) {
      asked();
      return Promise.resolve(
        vendor.effects.has(key) ? { found: true, result: { id: key } } : { found: false },
      );
    },
    undo(_input, _ports, key) {
      vendor.effects.delete(key);
      return Promise.resolve({ taken_back: true });
    },
    undo_by_hand: "Nothing has to be done.",
  });
}

/** Under the names of shipped actions, so that shipped policy applies; `comment_pr` cannot be taken back here. */
export function recordingActions(vendor: Vendor): ReadonlyMap<string, AnyAction<ActionPorts>> {
  const reversible = ["open_github_issue", "kill_loop", "notify"].map((id) =>
    recordingAction(vendor, { id }),
  );
  const all = [...reversible, recordingAction(vendor, { id: "comment_pr", reversible: false })];
  return new Map(all.map((action) => [action.id, action]));
}
