import { z } from "zod";

import { defineAction } from "../contracts/action.ts";
import { Body, IncidentId, PullNumber, Repo } from "./fields.ts";
import { placeOf, writing } from "./github/call.ts";
import { markedBody } from "./github/marked-body.ts";
import { type OwnComment, ownComments } from "./github/own-posts.ts";
import { Anything, Posted, previousOf, resultOf } from "./github/posted.ts";
import type { ActionPorts } from "./ports.ts";
import { pullState } from "./pull-state.ts";

const Input = z.strictObject({ repo: Repo, number: PullNumber, body: Body, incident_id: IncidentId });

/**
 * One comment per incident and pull request, brought up to date in place. A comment that a person edited, or that was
 * deleted, is left so: the next one is new. Needs `pull requests: write` (classic: `repo`).
 */
export const commentPr = defineAction({
  id: "comment_pr",
  summary: "Comments on a pull request, open or merged, or brings its earlier comment up to date.",
  reversible: true,
  input: Input,
  resource: ({ repo, number }) => `${repo}#${number}`,
  preview: ({ repo, number, body, incident_id }) => ({
    title: `Comment on ${repo}#${number}`,
    lines: [`Incident: ${incident_id}`, `Comment: ${body}`],
  }),

  // What a comment says does not depend on the head, and a blamed change is usually merged.
  async preconditions(input, ports: ActionPorts) {
    const { draft } = await pullState(input, ports);
    return { draft, locked: false };
  },

  async run(input, ports, key) {
    const octokit = ports.github();
    const { repo, number, incident_id } = input;
    const comments = await ownComments(octokit, repo, number, await ports.github_self());
    const same = comments.find(({ marks }) => marks.keys.includes(key));
    if (same !== undefined) return found(same, key);
    const before = comments.findLast(({ marks }) => marks.intact && marks.incident_id === incident_id);
    if (before === undefined) {
      const body = markedBody(input.body, { key, incident_id });
      const comment = await writing(`comment on ${repo}#${number}`, Posted, () =>
        octokit.rest.issues.createComment({ ...placeOf(repo), issue_number: number, body }),
      );
      return resultOf(comment.id, comment.html_url, "created");
    }
    const body = markedBody(input.body, { key, incident_id, earlier: before.marks.keys });
    const comment = await writing(`update a comment of ${repo}#${number}`, Posted, () =>
      octokit.rest.issues.updateComment({ ...placeOf(repo), comment_id: before.id, body }),
    );
    return resultOf(comment.id, comment.html_url, "updated", { previous: before.body });
  },

  async reconcile({ repo, number }, ports, key) {
    const comments = await ownComments(ports.github(), repo, number, await ports.github_self());
    const comment = comments.find(({ marks }) => marks.keys.includes(key));
    return comment === undefined ? { found: false } : { found: true, result: found(comment, key) };
  },

  async undo({ repo, number }, ports, _key, result) {
    const octokit = ports.github();
    const place = { ...placeOf(repo), comment_id: Number(result.id) };
    if (result["how"] === "updated") {
      const body = previousOf(result);
      await writing(`restore a comment of ${repo}#${number}`, Anything, () =>
        octokit.rest.issues.updateComment({ ...place, body }),
      );
      return { ...result, undone: "text restored" };
    }
    const comments = await ownComments(octokit, repo, number, await ports.github_self());
    if (comments.some(({ id }) => id === place.comment_id)) {
      await writing(`delete a comment of ${repo}#${number}`, Anything, () =>
        octokit.rest.issues.deleteComment(place),
      );
    }
    return { ...result, undone: "comment deleted" };
  },
  undo_by_hand: "Delete the comment on the pull request.",
});

function found({ id, html_url, marks }: OwnComment, key: string) {
  return resultOf(id, html_url, marks.keys[0] === key ? "created" : "updated");
}
