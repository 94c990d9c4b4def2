import { SentinelError } from "../errors.ts";

const REPO = /^[\w.-]+\/[\w.-]+$/;

/** `OWNER/REPO#NUMBER`. Throws `usage`. */
export function parsePull(text: string): { repo: string; number: number } {
  const [, repo = "", number = ""] = /^([^#\s]+)#(\d{1,9})$/.exec(text) ?? [];
  if (!REPO.test(repo)) {
    throw new SentinelError("usage", `"${text}" is no pull request`, { hint: "write OWNER/REPO#NUMBER" });
  }
  return { repo, number: Number(number) };
}

/** `OWNER/REPO`. Throws `usage`. */
export function parseRepo(text: string): string {
  if (REPO.test(text)) return text;
  throw new SentinelError("usage", `"${text}" is no repository`, { hint: "write OWNER/REPO" });
}
