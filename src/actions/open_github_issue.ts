import { z } from "zod";

import { defineAction } from "../contracts/action.ts";
import { SentinelError } from "../errors.ts";
import { Body, IncidentId, Repo } from "./fields.ts";
import { placeOf, reading, writing } from "./github/call.ts";
import { harmless, markedBody } from "./github/marked-body.ts";
import { type OwnIssue, ownComments, ownIssues } from "./github/own-posts.ts";
import { Anything, Posted, PostedIssue, previousOf, resultOf } from "./github/posted.ts";
import type { ActionPorts } from "./ports.ts";

const Input = z.strictObject({
  repo: Repo,
  title: z.string().trim().min(1).max(200),
  body: Body,
  labels: z.array(z.string().trim().min(1).max(50)).max(10),
  incident_id: IncidentId,
});

const Repository = z.object({ archived: z.boolean().default(false), has_issues: z.boolean().default(true) });

/**
 * One issue per incident: created, and updated after. An issue whose text a person has changed is theirs; the news goes
 * below it as a comment. Needs `issues: write` (classic: `repo`).
 */
export const openGithubIssue = defineAction({
  id: "open_github_issue",
  summary: "Opens a GitHub issue about the incident, or brings the one that is there up to date.",
  reversible: true,
  input: Input,
  resource: ({ repo }) => repo,
  preview: ({ repo, title, body, labels, incident_id }) => ({
    title: `Open a GitHub issue in ${repo}, or update the one of incident ${incident_id}`,
    lines: [`Title: ${title}`, `Labels: ${labels.join(", ") || "none"}`, `Body: ${body}`],
  }),

  async preconditions({ repo }, ports: ActionPorts) {
    const { archived, has_issues } = await reading(`read ${repo}`, Repository, () =>
      ports.github().rest.repos.get(placeOf(repo)),
    );
    if (archived) throw new SentinelError("conflict", `${repo} is archived`);
    if (!has_issues) throw new SentinelError("conflict", `${repo} has its issues switched off`);
    return { archived, has_issues };
  },

  async run(input, ports, key) {
    const octokit = ports.github();
    const { repo, incident_id } = input;
    const title = harmless(input.title);
    const before = await issueOf(input, ports);
    if (before?.marks.keys.includes(key) === true) return found(before, key);
    if (before === undefined) {
      const issue = await writing(`open an issue in ${repo}`, PostedIssue, () =>
        octokit.rest.issues.create({
          ...placeOf(repo),
          title,
          body: markedBody(input.body, { key, incident_id }),
          labels: input.labels,
        }),
      );
      return resultOf(issue.number, issue.html_url, "created");
    }
    const place = { ...placeOf(repo), issue_number: before.number };
    if (!before.marks.intact) {
      const comment = await writing(`comment on ${repo}#${before.number}`, Posted, () =>
        octokit.rest.issues.createComment({
          ...place,
          body: markedBody(`**${title}**\n\n${input.body}`, { key, incident_id }),
        }),
      );
      return resultOf(before.number, comment.html_url, "created", { comment_id: comment.id });
    }
    const labels = [...new Set([...labelsOf(before), ...input.labels])];
    const body = markedBody(input.body, { key, incident_id, earlier: before.marks.keys });
    const issue = await writing(`update ${repo}#${before.number}`, PostedIssue, () =>
      octokit.rest.issues.update({ ...place, title, body, labels }),
    );
    return resultOf(issue.number, issue.html_url, "updated", {
      previous: before.body,
      previous_title: before.title,
    });
  },

  async reconcile(input, ports, key) {
    const before = await issueOf(input, ports);
    if (before === undefined) return { found: false };
    if (before.marks.keys.includes(key)) return { found: true, result: found(before, key) };
    const self = await ports.github_self();
    const comments = await ownComments(ports.github(), input.repo, before.number, self);
    const comment = comments.find(({ marks }) => marks.keys.includes(key));
    if (comment === undefined) return { found: false };
    const { id: comment_id, html_url } = comment;
    return { found: true, result: resultOf(before.number, html_url, "created", { comment_id }) };
  },

  async undo({ repo, incident_id }, ports, key, result) {
    const octokit = ports.github();
    const number = Number(result.id);
    const place = { ...placeOf(repo), issue_number: number };
    if (result["how"] === "updated") {
      const body = previousOf(result);
      const title = result["previous_title"];
      await writing(`restore ${repo}#${number}`, Anything, () =>
        octokit.rest.issues.update({ ...place, body, ...(typeof title === "string" && { title }) }),
      );
      return { ...result, undone: "text restored" };
    }
    const comments = await ownComments(octokit, repo, number, await ports.github_self());
    const comment_id = result["comment_id"];
    if (typeof comment_id === "number") {
      if (comments.some(({ id }) => id === comment_id)) {
        await writing(`delete a comment of ${repo}#${number}`, Anything, () =>
          octokit.rest.issues.deleteComment({ ...placeOf(repo), comment_id }),
        );
      }
      return { ...result, undone: "comment deleted" };
    }
    const farewell = `undo-${key}`;
    if (!comments.some(({ marks }) => marks.keys.includes(farewell))) {
      const body = markedBody(`Closed: action ${key} was taken back.`, { key: farewell, incident_id });
      await writing(`comment on ${repo}#${number}`, Anything, () =>
        octokit.rest.issues.createComment({ ...place, body }),
      );
    }
    await writing(`close ${repo}#${number}`, Anything, () =>
      octokit.rest.issues.update({ ...place, state: "closed", state_reason: "not_planned" }),
    );
    return { ...result, undone: "issue closed" };
  },
  undo_by_hand: "Close the issue; nothing else depends on it.",
});

/** The incident's issue; the newest, should there be several. */
async function issueOf(
  { repo, incident_id }: z.infer<typeof Input>,
  ports: ActionPorts,
): Promise<OwnIssue | undefined> {
  const issues = await ownIssues(ports.github(), repo, await ports.github_self());
  return issues.find(({ marks }) => marks.incident_id === incident_id);
}

function found({ number, html_url, marks }: OwnIssue, key: string) {
  return resultOf(number, html_url, marks.keys[0] === key ? "created" : "updated");
}

function labelsOf({ labels }: OwnIssue): string[] {
  return labels
    .map((label) => (typeof label === "string" ? label : label.name))
    .filter((name) => name !== "");
}
