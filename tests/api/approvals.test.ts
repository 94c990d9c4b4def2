/** The gate over HTTP, from a proposal to the agent that stops: no vendor is needed to kill a loop. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import { columnsOf } from "../../src/contracts/columns.ts";
import type { Approval } from "../../src/contracts/approval.ts";
import { incidentRow } from "../metrics/incident-row.ts";
import { errorOf, openHouse, type House, type Sending } from "./house.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const order = `/api/agents/${TRACE}/order`;

let house: House;
let keys: Record<"ada" | "ada_too" | "ben" | "agent" | "viewer", string>;

beforeAll(async () => {
  house = await openHouse();
  const { sentinel, clock } = house;
  const started_at = new Date(clock.now.getTime() - 60_000);
  const empty = Object.fromEntries(columnsOf(langfuseObservations.row).map(({ name }) => [name, null]));
  const row = {
    ...empty,
    observation_id: "o1",
    trace_id: TRACE,
    type: "GENERATION",
    is_root: true,
    started_at: started_at.toISOString(),
  };
  await (
    await sentinel.lake()
  ).ingest({
    connection: "shop",
    table: "langfuse_observations",
    rows: { langfuse_observations: [row] },
    slice: { from: started_at, to: clock.now },
    state: "complete",
    api: "test",
    rejected: 0,
    error: null,
    fetched_at: clock.now,
  });
  await sentinel.state().db.insertInto("incidents").values(incidentRow("inc_7k3m9q", "open")).execute();
  keys = {
    ada: (await house.key("operator", "Ada")).key,
    ada_too: (await house.key("approver", "ada")).key,
    ben: (await house.key("approver", "Ben")).key,
    agent: (await house.key("agent", "shop agents")).key,
    viewer: (await house.key("viewer", "Eve")).key,
  };
});
afterAll(() => house.close());

async function json<T>(method: string, path: string, sending: Sending): Promise<T> {
  const answer = await house.send(method, path, sending);
  if (answer.status !== 200) throw new Error(`${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

it("proposes, approves what was shown by another person, reaches the agent, and takes it back", async () => {
  const args = { connection: "shop", trace_ids: [TRACE], reason: { kind: "by_hand" } };
  const proposal = { incident_id: "inc_7k3m9q", action: "kill_loop", args };
  const { id, digest, status } = await json<Approval>("POST", "/api/approvals", {
    key: keys.ada,
    body: proposal,
  });
  expect(status).toBe("proposed");
  expect(await json("GET", order, { key: keys.agent })).toMatchObject({ order: "none" });

  const approve = (key: string, given = digest) =>
    house.send("POST", `/api/approvals/${id}/approve`, { key, body: { digest: given } });
  const refusals = [
    await approve(keys.ada_too),
    await approve(keys.ben, "0".repeat(64)),
    await approve(keys.viewer),
  ];
  expect((await Promise.all(refusals.map(errorOf))).map((error) => error.status)).toEqual([409, 409, 403]);

  const waiting = json("GET", `${order}?wait=20`, { key: keys.agent });
  expect((await approve(keys.ben)).status).toBe(200);
  expect(await waiting).toMatchObject({ order: "kill", approval_id: id, method: "key" });
  expect((await approve(keys.ben)).status).toBe(409);

  const said = { approval_id: id, answer: "killed" };
  expect(await json("POST", order, { key: keys.agent, body: said })).toMatchObject({ answer: "killed" });
  await vi.waitFor(async () => {
    expect(await json("GET", `/api/approvals/${id}`, { key: keys.viewer })).toMatchObject({ status: "done" });
  });
  expect(await json("POST", `/api/approvals/${id}/undo`, { key: keys.ben })).toMatchObject({
    status: "undone",
  });
  expect(await json("GET", order, { key: keys.agent })).toMatchObject({ order: "none" });

  const { audit } = await json<{ audit: { kind: string; actor: string }[] }>(
    "GET",
    `/api/audit?subject=${id}`,
    {
      key: keys.ada,
    },
  );
  const record = audit.map(({ kind, actor }) => `${kind} ${actor}`);
  for (const entry of [
    "proposal.made Ada",
    "decision.approved Ben",
    "order.answered shop agents",
    "run.undone Ben",
  ]) {
    expect(record).toContain(entry);
  }
  expect(await json("GET", "/api/audit/verify", { key: keys.ada })).toMatchObject({ ok: true, problems: [] });
});

it("takes people's decisions about an incident, under their names", async () => {
  const path = "/api/incidents/inc_7k3m9q";
  const acknowledged = await json("POST", `${path}/ack`, { key: keys.ada, body: {} });
  expect(acknowledged).toMatchObject({ status: "acknowledged", acknowledged_by: "Ada" });
  const past = await house.send("POST", `${path}/snooze`, {
    key: keys.ada,
    body: { until: "2020-01-01T00:00:00Z" },
  });
  expect(await errorOf(past)).toMatchObject({ status: 422 });
  await json("POST", `${path}/verdict`, { key: keys.ada, body: { verdict: "right" } });
  expect(await json("POST", `${path}/resolve`, { key: keys.ada, body: {} })).toMatchObject({
    status: "resolved",
  });
  const { audit } = await json<{ audit: { kind: string; via: string }[] }>(
    "GET",
    "/api/audit?kind=incident",
    {
      key: keys.ada,
    },
  );
  expect(audit.map(({ kind, via }) => [kind, via]).toReversed()).toEqual([
    ["incident.acknowledged", "key"],
    ["incident.verdict", "key"],
    ["incident.resolved", "key"],
  ]);
});
