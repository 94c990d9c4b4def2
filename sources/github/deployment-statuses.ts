/** Puts `statuses` (the newest page) beside each listed deployment. */
import { z } from "zod";

import * as lenient from "../../src/contracts/lenient.ts";
import type { PullContext } from "../../src/contracts/table.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { messageOf } from "../../src/errors.ts";
import type { GithubClient } from "./client.ts";
import { inParallel } from "./in-parallel.ts";

const Listed = z.object({ id: lenient.anId });

/** Upstream: GET /repos/{owner}/{repo}/deployments/{id}/statuses. A deployment deleted meanwhile stays as listed, with a warning. */
export function withStatuses(
  client: GithubClient,
  repo: string,
  items: unknown[],
  context: PullContext,
): Promise<unknown[]> {
  return inParallel(items, context.signal, async (item, signal) => {
    const { data: deployment } = Listed.safeParse(item);
    if (deployment === undefined) return item;
    try {
      const path = `/repos/${repo}/deployments/${deployment.id}/statuses`;
      const { body: statuses } = await client.get(path, { per_page: 10 }, signal);
      return { ...z.looseObject({}).parse(item), statuses };
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.status !== 404) throw error;
      context.warn(`${repo}: no status of deployment ${deployment.id}: ${messageOf(error)}`);
      return item;
    }
  });
}
