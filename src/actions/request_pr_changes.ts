import { z } from "zod";

import { defineAction } from "../contracts/action.ts";
import { SentinelError } from "../errors.ts";
import { approvalRow } from "./approval-row.ts";
import { Body, IncidentId, PullNumber, Repo } from "./fields.ts";
import { placeOf, writing } from "./github/call.ts";
import { markedBody } from "./github/marked-body.ts";
import { type OwnReview, ownReviews } from "./github/own-posts.ts";
import { Anything, Posted, previousOf, resultOf } from "./github/posted.ts";
import type { ActionPorts } from "./ports.ts";
import { pullState } from "./pull-state.ts";

const Input = z.strictObject({
  repo: Repo,
  number: PullNumber,
  body: Body,
  /** Absent when it is for the risk of the pull request itself. */
  incident_id: IncidentId.optional(),
});

/**
 * A review that asks for changes, of exactly the commit that was looked at when it was proposed. An own review of the
 * same matter on that commit is updated instead. Needs `pull requests: write` (classic: `repo`).
 */
export const requestPrChanges = defineAction({
  id: "request_pr_changes",
  summary: "Asks for changes on an open pull request, which blocks its merge where reviews are required.",
  reversible: true,
  input: Input,
  resource: ({ repo, number }) => `${repo}#${number}`,
  preview: ({ repo, number, body, incident_id }) => ({
    title: `Request changes on ${repo}#${number}`,
    lines: [incident_id === undefined ? "For its own risk" : `Incident: ${incident_id}`, `Review: ${body}`],
  }),

  async preconditions(input, ports: ActionPorts) {
    const { author_id, ...pull } = await pullState(input, ports);
    const { repo, number } = input;
    if (pull.state !== "open")
      throw new SentinelError("conflict", `${repo}#${number} is ${pull.state}, not open`);
    // GitHub answers 422; nobody should be asked to approve what cannot be done.
    if (author_id === (await ports.github_self()).id)
      throw new SentinelError(
        "conflict",
        `${repo}#${number} is by the user of GITHUB_TOKEN, who cannot ask themselves for changes`,
      );
    return pull;
  },

  async run(input, ports, key) {
    const octokit = ports.github();
    const { repo, number, incident_id } = input;
    const approved = (await approvalRow(ports.state, key))?.preconditions["head_sha"];
    const commit_id = typeof approved === "string" ? approved : (await pullState(input, ports)).head_sha;
    const reviews = await asking(input, ports);
    const same = reviews.find(({ marks }) => marks.keys.includes(key));
    if (same !== undefined) return found(same, key);
    const before = reviews.findLast(
      (review) =>
        review.marks.intact && review.marks.incident_id === incident_id && review.commit_id === commit_id,
    );
    const place = { ...placeOf(repo), pull_number: number };
    if (before === undefined) {
      const body = markedBody(input.body, { key, incident_id });
      const review = await writing(`request changes on ${repo}#${number}`, Posted, () =>
        octokit.rest.pulls.createReview({ ...place, commit_id, event: "REQUEST_CHANGES", body }),
      );
      return resultOf(review.id, review.html_url, "created");
    }
    const body = markedBody(input.body, { key, incident_id, earlier: before.marks.keys });
    const review = await writing(`update a review of ${repo}#${number}`, Posted, () =>
      octokit.rest.pulls.updateReview({ ...place, review_id: before.id, body }),
    );
    return resultOf(review.id, review.html_url, "updated", { previous: before.body });
  },

  async reconcile(input, ports, key) {
    const review = (await asking(input, ports)).find(({ marks }) => marks.keys.includes(key));
    return review === undefined ? { found: false } : { found: true, result: found(review, key) };
  },

  async undo(input, ports, key, result) {
    const octokit = ports.github();
    const { repo, number } = input;
    const place = { ...placeOf(repo), pull_number: number, review_id: Number(result.id) };
    if (result["how"] === "updated") {
      const body = previousOf(result);
      await writing(`restore a review of ${repo}#${number}`, Anything, () =>
        octokit.rest.pulls.updateReview({ ...place, body }),
      );
      return { ...result, undone: "text restored" };
    }
    if ((await asking(input, ports)).some(({ id }) => id === place.review_id)) {
      const message = `Action ${key} of Sentinel was taken back.`;
      await writing(`dismiss a review of ${repo}#${number}`, Anything, () =>
        octokit.rest.pulls.dismissReview({ ...place, message }),
      );
    }
    return { ...result, undone: "review dismissed" };
  },
  undo_by_hand: "Dismiss the review on the pull request.",
});

/** Own reviews that ask for changes and were not dismissed. */
async function asking({ repo, number }: z.infer<typeof Input>, ports: ActionPorts): Promise<OwnReview[]> {
  const reviews = await ownReviews(ports.github(), repo, number, await ports.github_self());
  return reviews.filter(({ state }) => state === "CHANGES_REQUESTED");
}

function found({ id, html_url, marks }: OwnReview, key: string) {
  return resultOf(id, html_url, marks.keys[0] === key ? "created" : "updated");
}
