/** Calls of GitHub: what they answer, checked, and what a failure says about whether anything happened. */
import type { z } from "zod";

import { ActionFailure } from "../../contracts/action.ts";
import { failureOf } from "./failure.ts";

type Answer = { data: unknown };

/** A call that changes nothing: however it fails, nothing was sent. `what` is for the message: `read issues of acme/shop`. */
export async function reading<Shape extends z.ZodType>(
  what: string,
  shape: Shape,
  call: () => Promise<Answer>,
): Promise<z.infer<Shape>> {
  const { data } = await call().catch((error: unknown) => {
    throw failureOf(error, what, "read");
  });
  const parsed = shape.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new ActionFailure("not_sent", `GitHub, asked to ${what}, gave an answer that cannot be read`, {
    cause: parsed.error,
  });
}

/** A call that changes something, sent once. An answer that cannot be read leaves open what happened. */
export async function writing<Shape extends z.ZodType>(
  what: string,
  shape: Shape,
  call: () => Promise<Answer>,
): Promise<z.infer<Shape>> {
  const { data } = await call().catch((error: unknown) => {
    throw failureOf(error, what, "write");
  });
  const parsed = shape.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new ActionFailure("unclear", `GitHub, asked to ${what}, gave an answer that cannot be read`, {
    cause: parsed.error,
  });
}

/** `acme/shop` as octokit's parameters. */
export function placeOf(full_name: string): { owner: string; repo: string } {
  const [owner = "", repo = ""] = full_name.split("/");
  return { owner, repo };
}
