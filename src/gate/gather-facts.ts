import { z } from "zod";

import type { Incident } from "../contracts/incident.ts";
import { readFinding, type KeptFinding } from "../incidents/kept-finding.ts";
import { withFirmBlame } from "./firm-blame.ts";
import { runQuery, type QueryContext } from "../queries/run.ts";
import type { Settings } from "../settings.ts";
import type { State } from "../state/open.ts";

/** What proposals are made from, beside the incident: ids and figures, nothing that a person or a model wrote. */
export type ProposalFacts = {
  findings: KeptFinding[];
  /** Those that brought the blamed commit, or would bring it. */
  pull_requests: PullRequest[];
  /** Where issues go when no commit is blamed: GITHUB_TARGET_REPO. */
  target_repo: string | undefined;
  workflows: Settings["workflows"];
  /** Who can be told. */
  tell: ("slack" | "webhook")[];
};

const PullRequest = z.object({
  repo: z.string(),
  number: z.int().positive(),
  state: z.enum(["open", "merged", "closed"]),
});
export type PullRequest = z.infer<typeof PullRequest>;

type Sources = QueryContext & Pick<ProposalFacts, "target_repo" | "workflows" | "tell"> & { state: State };

export async function gatherFacts(
  { state, target_repo, workflows, tell, ...lake }: Sources,
  incident: Pick<Incident, "id" | "blame">,
  at: Date,
): Promise<ProposalFacts> {
  const { id, blame } = withFirmBlame(incident);
  const rows = await state.db
    .selectFrom("findings")
    .selectAll()
    .where("incident_id", "=", id)
    .orderBy("id")
    .execute();
  const pull_requests = blame === null ? [] : await requestsOf(lake, blame, at);
  return { findings: rows.map(readFinding), pull_requests, target_repo, workflows, tell };
}

async function requestsOf(
  lake: QueryContext,
  { repo, sha }: { repo: string; sha: string },
  at: Date,
): Promise<PullRequest[]> {
  const { rows } = await runQuery(lake, "requests_of_commit", { repo, sha }, at);
  const requests = rows.flatMap((row) => PullRequest.safeParse(row).data ?? []);
  // Two connections may read one repository.
  return [...new Map(requests.map((request) => [request.number, request])).values()];
}
