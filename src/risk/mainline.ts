/** A commit as history is made of: `parents` as Git has them, the branch merged into first. */
export type Commit = { sha: string; parents: string[] | null; committed_at: string };

/**
 * The commits that changed the branch themselves. Those that a merge commit brought along are left out: the merge
 * stands for them, with all their files. Where the ledger of commits has gaps, a commit counts for itself.
 */
export function mainline<One extends Commit>(commits: One[]): One[] {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  const parents = new Set(commits.flatMap((commit) => commit.parents ?? []));
  const heads = commits.filter(({ sha }) => !parents.has(sha));
  const [newest] = heads.toSorted((one, other) => other.committed_at.localeCompare(one.committed_at));
  const trunk = new Set<string>();
  for (let at = newest; at !== undefined && !trunk.has(at.sha); at = bySha.get(at.parents?.[0] ?? ""))
    trunk.add(at.sha);
  const aside = new Set<string>();
  const open = commits.flatMap((commit) => (trunk.has(commit.sha) ? (commit.parents ?? []).slice(1) : []));
  for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
    const commit = bySha.get(sha);
    if (commit === undefined || trunk.has(sha) || aside.has(sha)) continue;
    aside.add(sha);
    open.push(...(commit.parents ?? []));
  }
  return commits.filter(({ sha }) => !aside.has(sha));
}
