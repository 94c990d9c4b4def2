/** The files of a commit or pull request, and the sums that lists of those leave out. */
import { z } from "zod";

import * as lenient from "../../src/contracts/lenient.ts";

/** The same in `GET commits/{sha}` and `GET pulls/{number}/files`. */
export const ChangedFile = z.object({
  filename: z.string(),
  previous_filename: lenient.maybeText,
  status: lenient.maybeText,
  additions: lenient.maybeInt,
  deletions: lenient.maybeInt,
});
type ChangedFile = z.output<typeof ChangedFile>;

/** Refuses a list of which a file cannot be read: the rest would look like the whole change. */
export const ChangedFiles = z
  .array(ChangedFile)
  .nullish()
  .transform((files) => files ?? null);

/** The columns of one changed file, once per path. */
export function fileRows(files: ChangedFile[] | null) {
  const rows = (files ?? []).map(({ filename: path, previous_filename: previous_path, ...rest }) => ({
    path,
    previous_path,
    ...rest,
  }));
  return [...new Map(rows.map((row) => [row.path, row])).values()];
}

/** Lines added or deleted over the files; null when that of any file is unknown. */
export function sumOf(files: ChangedFile[] | null, side: "additions" | "deletions"): number | null {
  return (files ?? [null]).reduce<number | null>((sum, file) => {
    const lines = file?.[side] ?? null;
    return sum === null || lines === null ? null : sum + lines;
  }, 0);
}

/** The changed lines themselves are never read here and would fill the memory. */
export function withoutPatch(file: unknown): unknown {
  const { data } = z.looseObject({ patch: z.unknown() }).safeParse(file);
  if (data === undefined) return file;
  const { patch: _, ...rest } = data;
  return rest;
}
