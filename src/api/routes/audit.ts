import { z } from "@hono/zod-openapi";

import { listAudit, type AuditLine } from "../../audit/list-audit.ts";
import { verifyAudit, type AuditVerification } from "../../audit/verify.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

const tags = ["audit"];

const list = defineRoute("operator", {
  method: "get",
  path: "/api/audit",
  tags,
  summary: "Who did what, the newest first",
  request: {
    query: z.object({
      subject: z.string().optional().openapi({ description: "an approval, an incident, a key" }),
      kind: z.string().optional().openapi({ description: "run.done, or run for all of its kinds" }),
      actor: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
    }),
  },
  responses: answers<{ audit: AuditLine[] }>("the entries that fit"),
});

const verify = defineRoute("operator", {
  method: "get",
  path: "/api/audit/verify",
  tags,
  summary: "Check the hash chain, and its head against the anchor outside of the database",
  responses: answers<AuditVerification>("whether it holds, and where it does not"),
});

/** The hash-chained record. */
export function auditRoutes({ sentinel }: ApiContext) {
  return newRoutes()
    .openapi(list, async (c) =>
      c.json({ audit: await listAudit(sentinel.state(), c.req.valid("query")) }, 200),
    )
    .openapi(verify, async (c) =>
      c.json(await verifyAudit(sentinel.state(), sentinel.home.audit_anchor), 200),
    );
}
