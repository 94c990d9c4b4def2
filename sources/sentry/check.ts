import { z } from "zod";

import type { CheckResult, HttpAnswer } from "../../src/contracts/source.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { messageOf } from "../../src/errors.ts";
import { MissingResource, type SentryClient } from "./client.ts";

const Organization = z.object({ slug: z.string() });

/** One call per scope: org:read, event:read (issues), project:read (releases, events). */
export async function checkSentry(client: SentryClient): Promise<CheckResult> {
  const home = `organizations/${client.org}/`;
  const calls = [
    () => client.get(home, {}, "org:read"),
    () => client.get(`${home}issues/`, { query: "", project: "-1", limit: 1 }, "event:read"),
    () => client.get(`${home}releases/`, { project: "-1", per_page: 1 }, "project:read"),
  ];
  const problems: CheckResult["problems"] = [];
  const answers: HttpAnswer[] = [];
  for (const call of calls) {
    try {
      answers.push(await call());
    } catch (error) {
      problems.push(problemOf(error));
      // The same refusal would come back from every other call.
      if (!(error instanceof UpstreamError && error.status === 403)) break;
    }
  }
  const date = answers[0]?.headers.get("date") ?? null;
  const slug = answers
    .map(({ body }) => Organization.safeParse(body).data?.slug)
    .find((found) => found !== undefined);
  return {
    ok: problems.length === 0,
    identity: slug === undefined ? "" : `organisation ${slug}`,
    problems,
    vendor_time: date === null ? undefined : new Date(date),
  };
}

function problemOf(error: unknown): CheckResult["problems"][number] {
  const message = messageOf(error);
  if (error instanceof MissingResource) return { variable: "SENTRY_ORG", message, hint: error.hint ?? "" };
  if (error instanceof UpstreamError && error.kind === "denied") {
    return { variable: "SENTRY_TOKEN", message, hint: error.hint ?? "" };
  }
  return {
    variable: "SENTRY_BASE_URL",
    message,
    hint: "see that this address is Sentry and can be reached from here",
  };
}
