import type { z } from "zod";

import type { SeedRow } from "../../row.ts";
import { type Call, Refusal } from "../vendor.ts";
import type { GithubRepo } from "./account.ts";
import { nextId, type Written } from "./written.ts";

/** What a write works with: who writes, when, into what. */
export type Write = { repo: GithubRepo; written: Written; call: Call; user: SeedRow; now: Date };

/** The fields of a JSON body; 400 for one that is no JSON, 422 for a field of the wrong type. */
export function fieldsOf<Shape extends z.ZodType>({ body }: Call, shape: Shape): z.infer<Shape> {
  let json: unknown;
  try {
    json = JSON.parse(body.toString("utf8") || "{}");
  } catch {
    throw new Refusal(400, { message: "Problems parsing JSON", status: "400" });
  }
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const message = `Invalid request.\n\nFor '${first?.path.join("/")}', ${first?.message}.`;
  throw new Refusal(422, { message, status: "422" });
}

/** What every new thing has: id, author, times and addresses. `path` is below the repository. */
export function newRow(
  { repo, written, call, user, now }: Write,
  path: (id: number) => string,
): SeedRow & { id: number } {
  const id = nextId(written);
  return {
    id,
    user,
    author_association: "MEMBER",
    created_at: seconds(now),
    updated_at: seconds(now),
    url: `${call.url.origin}/repos/${repo.full_name}/${path(id)}`,
  };
}

/** Who has no right to write past a lock is told so. */
export function refuseLocked({ pullByNumber }: GithubRepo, number: string): void {
  if (pullByNumber.get(number)?.["locked"] !== true) return;
  throw new Refusal(403, { message: "Unable to create comment because issue is locked.", status: "403" });
}

/** GitHub's times have whole seconds. */
export function seconds(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, "Z");
}
