/**
 * The service catalogue: what belongs together because its owner says so. Where nobody says anything, a
 * connection with exactly one repository is taken for one product: its traces, errors, messages and tasks
 * come from that repository. Rows of that kind are marked implicit.
 */
import type { Lake, ServiceRow } from "./lake/open.ts";
import type { Service } from "./settings.ts";

const KINDS = {
  connections: "connection",
  repos: "repo",
  sentry_projects: "sentry_project",
  agents: "agent",
  channels: "channel",
  tasks: "task",
} as const satisfies Record<keyof Service, ServiceRow["kind"]>;

export function serviceRows(
  services: Record<string, Service>,
  single_repositories: { connection: string; repo: string }[],
): ServiceRow[] {
  const rows = Object.entries(services).flatMap(([service, parts]) =>
    Object.entries(KINDS).flatMap(([part, kind]) =>
      parts[part as keyof Service].map((value) => ({ service, kind, value, implicit: false })),
    ),
  );
  const named = new Set(rows.map(({ kind, value }) => `${kind} ${value}`));
  for (const { connection, repo } of single_repositories) {
    if (named.has(`repo ${repo}`) || named.has(`connection ${connection}`)) continue;
    rows.push({ service: connection, kind: "connection", value: connection, implicit: true });
    rows.push({ service: connection, kind: "repo", value: repo, implicit: true });
  }
  return rows;
}

/** Writes the catalogue into the lake, where queries join it; call after a sync. */
export async function writeCatalogue(
  lake: Pick<Lake, "ask" | "set_services">,
  services: Record<string, Service>,
): Promise<void> {
  const { rows } = await lake.ask(SINGLE_REPOSITORIES);
  await lake.set_services(serviceRows(services, rows as { connection: string; repo: string }[]));
}

/** Connections with exactly one repository, as `serviceRows` takes them. */
export const SINGLE_REPOSITORIES = `
    select connection, any_value(repo) as repo
    from github_commits
    group by connection
    having count(distinct repo) = 1
    order by connection`;
