import { z } from "zod";

import * as lenient from "../../src/contracts/lenient.ts";

const version = lenient.maybeObject({ version: lenient.maybeText });

const pairs = z.array(z.object({ key: z.string(), value: z.string() }).nullable().catch(null));

/**
 * An error event as Sentry's lists give it, short or full (`full=true` adds `contexts`), as a single event, and as
 * a row of Discover (dotted names, `trace`). Environment, release and level are tags in all but the last.
 */
export const UpstreamEvent = z.object({
  id: lenient.maybeId,
  eventID: lenient.maybeId,
  groupID: lenient.maybeId,
  projectID: lenient.maybeId,
  projectSlug: lenient.maybeName,
  project: z
    .union([z.string().min(1), z.object({ slug: z.string().min(1) })])
    .nullable()
    .catch(null),
  title: lenient.maybeText,
  message: lenient.maybeName,
  metadata: lenient.maybeObject({ value: lenient.maybeName }),
  level: lenient.maybeName,
  environment: lenient.maybeName,
  release: z.union([z.string().min(1), version]).catch(null),
  transaction: lenient.maybeName,
  dateCreated: lenient.maybeTime,
  timestamp: lenient.maybeTime,
  dateReceived: lenient.maybeTime,
  user: lenient.maybeObject({ id: lenient.maybeId }),
  contexts: lenient.maybeObject({ trace: lenient.maybeObject({ trace_id: lenient.maybeName }) }),
  tags: pairs.catch([]),
  "issue.id": lenient.maybeId,
  "project.name": lenient.maybeName,
  "user.id": lenient.maybeId,
  trace: lenient.maybeName,
});
export type UpstreamEvent = z.infer<typeof UpstreamEvent>;
