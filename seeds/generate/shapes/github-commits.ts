/** GitHub's own JSON: a commit of GET /repos/{repo}/commits/{sha} with its files. */
import { idOf } from "../random.ts";
import { isoSeconds } from "../times.ts";

export type FileFacts = {
  path: string;
  additions: number;
  deletions: number;
  status?: string;
  patch?: string;
};

export type CommitFacts = {
  repo: string;
  sha: string;
  parent: string | null;
  message: string;
  author: string;
  at: number;
  files: FileFacts[];
};

/** A user or, by its name, a bot. */
export function githubUser(login: string) {
  const id = Number.parseInt(idOf(`user:${login}`, 6), 16);
  const bot = login.startsWith("bot-");
  return {
    login,
    id,
    node_id: `U_${idOf(`user:${login}`, 12)}`,
    html_url: `https://github.com/${login}`,
    type: bot ? "Bot" : "User",
    site_admin: false,
  };
}

/** Lines added or deleted over all files. */
export const sum = (files: FileFacts[], key: "additions" | "deletions") =>
  files.reduce((total, file) => total + file[key], 0);

/** A changed file, as commits and pull requests list it. */
export function diffEntry(repo: string, sha: string, file: FileFacts) {
  return {
    sha: idOf(`${sha}:${file.path}`, 40),
    filename: file.path,
    status: file.status ?? "modified",
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `https://github.com/${repo}/blob/${sha}/${file.path}`,
    ...(file.patch !== undefined && { patch: file.patch }),
  };
}

export function githubCommit(commit: CommitFacts) {
  const { repo, sha, parent, files } = commit;
  const api = `https://api.github.com/repos/${repo}`;
  const person = {
    name: commit.author,
    email: `${commit.author}@users.noreply.github.com`,
    date: isoSeconds(commit.at),
  };
  const [additions, deletions] = [sum(files, "additions"), sum(files, "deletions")];
  return {
    sha,
    node_id: `C_${sha.slice(0, 20)}`,
    commit: {
      author: person,
      committer: person,
      message: commit.message,
      tree: { sha: idOf(`${sha}:tree`, 40), url: `${api}/git/trees/${idOf(`${sha}:tree`, 40)}` },
      url: `${api}/git/commits/${sha}`,
      comment_count: 0,
      verification: {
        verified: false,
        reason: "unsigned",
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    url: `${api}/commits/${sha}`,
    html_url: `https://github.com/${repo}/commit/${sha}`,
    comments_url: `${api}/commits/${sha}/comments`,
    author: githubUser(commit.author),
    committer: githubUser(commit.author),
    parents:
      parent === null
        ? []
        : [
            {
              sha: parent,
              url: `${api}/commits/${parent}`,
              html_url: `https://github.com/${repo}/commit/${parent}`,
            },
          ],
    stats: { total: additions + deletions, additions, deletions },
    files: files.map((file) => diffEntry(repo, sha, file)),
  };
}
