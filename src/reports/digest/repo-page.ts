/**
 * A page of the repository that a commit's or pull request's own URL belongs to; undefined when there is none. Taken
 * from the vendor's link, since GitHub Enterprise has its pages elsewhere.
 */
export function repoPage(url: string | null | undefined, path: string): string | undefined {
  const [, repository] = /^(https?:\/\/[^/\s]+\/[\w.-]+\/[\w.-]+)\/(?:pull|commit)\//.exec(url ?? "") ?? [];
  return repository === undefined ? undefined : `${repository}/${path}`;
}
