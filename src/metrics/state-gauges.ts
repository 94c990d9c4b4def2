/** What the state holds, counted when it is asked for. */
import type { Registry } from "prom-client";

import type { State } from "../state/open.ts";
import { readGauge } from "./read-gauge.ts";

type Gauged = { state: () => State; now: () => Date };

export function registerStateGauges(registry: Registry, { state, now }: Gauged): void {
  readGauge(registry, {
    name: "sentinel_incidents",
    help: "Incidents by severity and status",
    labels: ["severity", "status"],
    async read() {
      const rows = await state()
        .db.selectFrom("incidents")
        .where("merged_into", "is", null)
        .select(({ fn }) => ["severity", "status", fn.countAll<number>().as("value")])
        .groupBy(["severity", "status"])
        .execute();
      return rows.map(({ value, ...labels }) => ({ labels, value }));
    },
  });
  readGauge(registry, {
    name: "sentinel_approvals",
    help: "Approvals by status",
    labels: ["status"],
    async read() {
      const rows = await state()
        .db.selectFrom("approvals")
        .select(({ fn }) => ["status", fn.countAll<number>().as("value")])
        .groupBy("status")
        .execute();
      return rows.map(({ value, ...labels }) => ({ labels, value }));
    },
  });
  readGauge(registry, {
    name: "sentinel_outbox_letters",
    help: "Letters of the outbox that are waiting or dead",
    labels: ["channel", "status"],
    async read() {
      const rows = await state()
        .db.selectFrom("outbox")
        .where("status", "in", ["waiting", "dead"])
        .select(({ fn }) => ["channel", "status", fn.countAll<number>().as("value")])
        .groupBy(["channel", "status"])
        .execute();
      return rows.map(({ value, ...labels }) => ({ labels, value }));
    },
  });
  readGauge(registry, {
    name: "sentinel_outbox_oldest_seconds",
    help: "Age of the oldest letter that waits, 0 when none does",
    async read() {
      const row = await state()
        .db.selectFrom("outbox")
        .where("status", "=", "waiting")
        .select(({ fn }) => fn.min("created_at").as("oldest"))
        .executeTakeFirst();
      const oldest: string | null = row?.oldest ?? null;
      return [{ value: oldest === null ? 0 : Math.max(0, (now().getTime() - Date.parse(oldest)) / 1000) }];
    },
  });
  readGauge(registry, {
    name: "sentinel_audit_entries",
    help: "Length of the audit chain",
    async read() {
      const row = await state()
        .db.selectFrom("audit")
        .select(({ fn }) => fn.max("seq").as("length"))
        .executeTakeFirst();
      return [{ value: row?.length ?? 0 }];
    },
  });
}
