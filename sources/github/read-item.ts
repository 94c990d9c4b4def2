import type { z } from "zod";

import type { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { SentinelError } from "../../src/errors.ts";

/**
 * Stands among the items of a slice for a repository that could not be read while others could. It maps to the
 * refusal, so that the engine counts it as unreadable: the other repositories land, and the ledger has the gap.
 */
export class RefusedRepo {
  readonly refusal: UpstreamError;

  constructor(refusal: UpstreamError) {
    this.refusal = refusal;
  }
}

/** The item as `shape` reads it. Throws when a key or time cannot be read, naming the field. */
export function readItem<Shape extends z.ZodType>(shape: Shape, item: unknown): z.output<Shape> {
  if (item instanceof RefusedRepo) throw item.refusal;
  const read = shape.safeParse(item);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new SentinelError(
    "invalid",
    `${issue?.path.join(".") || "the item"}: ${issue?.message ?? "cannot be read"}`,
  );
}
