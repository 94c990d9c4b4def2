/** GitHub lists a pull request among the issues, as an issue with a `pull_request` key. */
import { type SeedRow, textAt } from "../../row.ts";

const SHARED =
  "id node_id number title user state locked assignee assignees milestone labels body created_at updated_at closed_at draft author_association html_url".split(
    " ",
  );

export function issueOfPull(pull: SeedRow): SeedRow {
  const shared = Object.fromEntries(
    SHARED.filter((field) => field in pull).map((field) => [field, pull[field]]),
  );
  const url = textAt(pull, "url");
  return {
    ...shared,
    ...(url === undefined ? {} : { url: url.replace("/pulls/", "/issues/") }),
    pull_request: {
      url: url ?? null,
      html_url: pull["html_url"] ?? null,
      diff_url: pull["diff_url"] ?? null,
      patch_url: pull["patch_url"] ?? null,
      merged_at: pull["merged_at"] ?? null,
    },
  };
}
