import { z } from "zod";

import { defineAction } from "../contracts/action.ts";
import { SentinelError } from "../errors.ts";
import { Body, PullNumber, Repo, Sha } from "./fields.ts";
import { placeOf, writing } from "./github/call.ts";
import { markedBody } from "./github/marked-body.ts";
import { allComments, owned, type OwnComment } from "./github/own-posts.ts";
import { Anything, Posted, previousOf, resultOf } from "./github/posted.ts";
import type { ActionPorts } from "./ports.ts";
import { pullState } from "./pull-state.ts";
import { recallComment, rememberComment } from "./risk-comment-memory.ts";

/** `head_sha`: the commit that was assessed. */
const Input = z.strictObject({ repo: Repo, number: PullNumber, head_sha: Sha, body: Body });
type Input = z.infer<typeof Input>;

/**
 * The one comment that tells the risk of an open pull request, brought up to date in place. Known by marker and author;
 * one that a person edited stays as they left it, and one that was deleted is never written again. Needs
 * `pull requests: write` (classic: `repo`).
 */
export const postRiskComment = defineAction({
  id: "post_risk_comment",
  summary: "Tells the risk of a pull request in one comment, which is brought up to date in place.",
  reversible: true,
  input: Input,
  resource: ({ repo, number }) => `${repo}#${number}`,
  preview: ({ repo, number, head_sha, body }) => ({
    title: `Tell the risk of ${repo}#${number}`,
    lines: [`Commit: ${head_sha}`, `Comment: ${body}`],
  }),

  async preconditions(input, ports: ActionPorts) {
    const { state, head_sha, draft } = await pullState(input, ports);
    const { repo, number } = input;
    if (state !== "open") throw new SentinelError("conflict", `${repo}#${number} is ${state}, not open`);
    if (head_sha !== input.head_sha) {
      throw new SentinelError("conflict", `${repo}#${number} was pushed to since it was assessed`, {
        hint: "the push is assessed by itself",
      });
    }
    const comment = await standing(input, ports);
    return { draft, comment: comment?.id ?? null };
  },

  async run(input, ports, key) {
    const octokit = ports.github();
    const { repo, number } = input;
    const before = await standing(input, ports);
    if (before === undefined) {
      const body = markedBody(input.body, { key });
      const comment = await writing(`comment on ${repo}#${number}`, Posted, () =>
        octokit.rest.issues.createComment({ ...placeOf(repo), issue_number: number, body }),
      );
      await rememberComment(ports, input, comment.id);
      return resultOf(comment.id, comment.html_url, "created");
    }
    if (before.marks.keys.includes(key)) return found(before, key);
    await rememberComment(ports, input, before.id);
    const body = markedBody(input.body, { key, earlier: before.marks.keys });
    const comment = await writing(`update a comment of ${repo}#${number}`, Posted, () =>
      octokit.rest.issues.updateComment({ ...placeOf(repo), comment_id: before.id, body }),
    );
    return resultOf(comment.id, comment.html_url, "updated", { previous: before.body });
  },

  async reconcile(input, ports, key) {
    const comment = (await riskComments(input, ports)).own.find(({ marks }) => marks.keys.includes(key));
    if (comment === undefined) return { found: false };
    await rememberComment(ports, input, comment.id);
    return { found: true, result: found(comment, key) };
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
    const { all } = await riskComments({ repo, number }, ports);
    if (all.some(({ id }) => id === place.comment_id)) {
      await writing(`delete a comment of ${repo}#${number}`, Anything, () =>
        octokit.rest.issues.deleteComment(place),
      );
    }
    return { ...result, undone: "comment deleted; it is not written again" };
  },
  undo_by_hand: "Delete the comment on the pull request: it is not written again.",
});

type Place = Pick<Input, "repo" | "number">;

async function riskComments({ repo, number }: Place, ports: ActionPorts) {
  const all = await allComments(ports.github(), repo, number);
  return { all, own: owned(all, await ports.github_self()).filter(({ marks }) => marks.risk) };
}

/** The comment that may be brought up to date; undefined before the first. Throws `conflict` where a person had a say. */
async function standing(place: Place, ports: ActionPorts): Promise<OwnComment | undefined> {
  const { all, own } = await riskComments(place, ports);
  const known = await recallComment(ports, place);
  const comment = own.find(({ id }) => id === known) ?? own[0];
  if (comment?.marks.intact === true) return comment;
  if (comment !== undefined || all.some(({ id }) => id === known))
    throw new SentinelError("conflict", "a person edited the comment: it stays as they left it");
  if (known === undefined) return undefined;
  throw new SentinelError("conflict", "the comment was deleted: it is not written again");
}

function found({ id, html_url, marks }: OwnComment, key: string) {
  return resultOf(id, html_url, marks.keys[0] === key ? "created" : "updated");
}
