import { z } from "@hono/zod-openapi";

import { APPROVAL_STATUSES, type Approval } from "../../contracts/approval.ts";
import { SentinelError } from "../../errors.ts";
import { approve } from "../../gate/approve.ts";
import { propose } from "../../gate/propose.ts";
import { getApproval, listApprovals } from "../../gate/read-approvals.ts";
import { refuse } from "../../gate/refuse.ts";
import { runApproved } from "../../gate/run-approved.ts";
import { undo } from "../../gate/undo.ts";
import { getIncident } from "../../incidents/get-incident.ts";
import { deliverDue } from "../../outbox/deliver.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, callerOf, defineRoute, jsonBody } from "../route.ts";

const tags = ["approvals"];
const Id = z.object({ id: z.string() });
const one = answers<Approval>("the approval");
const Reason = z.string().trim().min(1, "say why").max(500);

const list = defineRoute("viewer", {
  method: "get",
  path: "/api/approvals",
  tags,
  summary: "Proposed actions and what was decided about them, the newest first",
  request: {
    query: z.object({
      status: z.enum([...APPROVAL_STATUSES, "all"]).default("all"),
      incident_id: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(200),
    }),
  },
  responses: answers<{ approvals: Approval[] }>("the approvals that fit"),
});

const get = defineRoute("viewer", {
  method: "get",
  path: "/api/approvals/{id}",
  tags,
  summary: "One approval with its votes and outcome",
  request: { params: Id },
  responses: one,
});

const make = defineRoute("operator", {
  method: "post",
  path: "/api/approvals",
  tags,
  summary: "Propose an action of an incident; policy says who must agree",
  request: {
    body: jsonBody(
      z.strictObject({
        incident_id: z.string().min(1),
        action: z.string().min(1),
        args: z.record(z.string(), z.unknown()),
      }),
    ),
  },
  responses: one,
});

const yes = defineRoute("approver", {
  method: "post",
  path: "/api/approvals/{id}/approve",
  tags,
  summary: "Approve what was shown: the digest says what that was",
  request: {
    params: Id,
    body: jsonBody(
      z.strictObject({
        digest: z.string().regex(/^[0-9a-f]{64}$/, "64 hex digits"),
        reason: Reason.optional(),
      }),
    ),
  },
  responses: one,
});

const no = defineRoute("approver", {
  method: "post",
  path: "/api/approvals/{id}/refuse",
  tags,
  summary: "Refuse, with a reason",
  request: { params: Id, body: jsonBody(z.strictObject({ reason: Reason })) },
  responses: one,
});

const back = defineRoute("approver", {
  method: "post",
  path: "/api/approvals/{id}/undo",
  tags,
  summary: "Take a done action back",
  request: { params: Id },
  responses: one,
});

/** The gate, by the same verbs as Slack and the command line. */
export function approvalRoutes({ sentinel, after }: ApiContext) {
  const state = () => sentinel.state();
  /** The answer does not wait for the vendor: what came of the action is read later. */
  const followUp = (id: string) =>
    after.later(async () => {
      await runApproved(sentinel.gate(), id);
      await deliverDue(sentinel.outbox());
    });
  return newRoutes()
    .openapi(list, async (c) =>
      c.json({ approvals: await listApprovals(state(), c.req.valid("query")) }, 200),
    )
    .openapi(get, async (c) => c.json(await getApproval(state(), c.req.valid("param").id), 200))
    .openapi(make, async (c) => {
      const { incident_id, action, args } = c.req.valid("json");
      const incident = await getIncident(state(), incident_id, sentinel.now());
      const proposed = await propose(sentinel.gate(), { incident, action, args, by: callerOf(c) });
      if ("denied" in proposed) throw new SentinelError("conflict", `not proposed: ${proposed.denied}`);
      followUp(proposed.id);
      return c.json(proposed, 200);
    })
    .openapi(yes, async (c) => {
      const decided = { ...c.req.valid("param"), ...c.req.valid("json"), by: callerOf(c) };
      const approval = await approve(sentinel.gate(), decided);
      followUp(approval.id);
      return c.json(approval, 200);
    })
    .openapi(no, async (c) => {
      const decided = { ...c.req.valid("param"), ...c.req.valid("json"), by: callerOf(c) };
      return c.json(await refuse(sentinel.gate(), decided), 200);
    })
    .openapi(back, async (c) =>
      c.json(await undo(sentinel.gate(), { ...c.req.valid("param"), by: callerOf(c) }), 200),
    );
}
