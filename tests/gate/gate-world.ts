/** A gate over a real state in a temporary folder, with an incident in it, a vendor that records and a clock to turn. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";
import type { z } from "zod";

import type { Approval } from "../../src/contracts/approval.ts";
import { type Principal, SENTINEL } from "../../src/contracts/principal.ts";
import { anchorAudit } from "../../src/audit/anchor.ts";
import { type AuditVerification, verifyAudit } from "../../src/audit/verify.ts";
import type { Finding } from "../../src/contracts/finding.ts";
import type { GateContext } from "../../src/gate/context.ts";
import { GateSettings } from "../../src/gate/policy-settings.ts";
import { propose } from "../../src/gate/propose.ts";
import { keepFinding, writeFinding } from "../../src/incidents/kept-finding.ts";
import { openState, type State } from "../../src/state/open.ts";
import { finding } from "../incidents/world.ts";
import { gateOver } from "./gate-over.ts";
import { ARGS, recordingActions, recordingVendor, type Vendor } from "./recording-action.ts";

export const START = new Date("2026-03-02T12:00:00.000Z");
export const MINUTE = 60_000;
export const INCIDENT = "inc_test";

export const approver = (name: string): Principal => ({ name, role: "approver", via: "cli" });

export type GateWorld = {
  folder: string;
  state: State;
  vendor: Vendor;
  gate: GateContext;
  clock: { at: Date };
  wait: (ms: number) => void;
  /**
   * Another runner in this process. Two connections to one file here would block each other: SQLite waits for a lock
   * without letting the holder go on. racer.ts is a process of its own.
   */
  secondGate: () => GateContext;
  /** Proposes ARGS, or others, by Sentinel. */
  given: (args?: object, by?: Principal) => Promise<Approval>;
  kinds: () => Promise<string[]>;
  verify: () => Promise<AuditVerification>;
};

type Options = { settings?: z.input<typeof GateSettings>; switched_off?: () => boolean };

export async function gateWorld(options: Options = {}): Promise<GateWorld> {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-gate-"));
  const state = openState(join(folder, "state.sqlite"));
  onTestFinished(() => {
    state.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const clock = { at: START };
  const vendor = recordingVendor();
  const settings = GateSettings.parse(options.settings ?? {});
  const { switched_off = () => false } = options;
  const actions = recordingActions(vendor);
  const open = (): GateContext => gateOver(state, { actions, settings, now: () => clock.at, switched_off });
  const gate = open();
  const anchor = join(folder, "audit.anchor");
  await storeIncident(state);
  return {
    folder,
    state,
    vendor,
    gate: { ...gate, anchor: () => anchorAudit(state, anchor) },
    clock,
    wait: (ms) => {
      clock.at = new Date(clock.at.getTime() + ms);
    },
    secondGate: open,
    given: async (args = ARGS, by = SENTINEL) => {
      const made = await propose(gate, { incident: { id: INCIDENT }, action: "open_github_issue", args, by });
      if ("denied" in made) throw new Error(made.denied);
      return made;
    },
    kinds: async () =>
      (await state.db.selectFrom("audit").select("kind").orderBy("seq").execute()).map(({ kind }) => kind),
    verify: async () => {
      await anchorAudit(state, anchor);
      return verifyAudit(state, anchor);
    },
  };
}

/** An incident of one finding with one piece of evidence; give what matters. */
export async function storeIncident(
  state: State,
  {
    id = INCIDENT,
    complete = true,
    found = {},
  }: { id?: string; complete?: boolean; found?: Partial<Finding> } = {},
): Promise<void> {
  const kept = keepFinding(finding(found));
  const at = START.toISOString();
  const texts = { opened_at: at, updated_at: at, from_at: at, to_at: at, requires_approval: 1 };
  const { severity, title, type, connection, cost_usd } = kept;
  await state.db
    .insertInto("incidents")
    .values({
      id,
      connection,
      type,
      severity,
      title,
      cost_usd,
      status: "open",
      projected_6h_usd: 60,
      ...texts,
    })
    .execute();
  await state.db
    .insertInto("findings")
    .values(writeFinding(kept, `fnd_${id}`, id))
    .execute();
  await state.db
    .insertInto("evidence")
    .values({
      incident_id: id,
      number: 1,
      finding_id: `fnd_${id}`,
      query: "cost_by_hour",
      params: "{}",
      as_of: at,
      rows: 1,
      hash: "ab".repeat(32),
      connections: "[]",
      complete: complete ? 1 : 0,
      uncovered: "[]",
      columns: "[]",
      stored_rows: "[]",
      row_hashes: "[]",
    })
    .execute();
}
