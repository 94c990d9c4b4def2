/** What a posting call answers, and what an action remembers of it for undo. */
import { z } from "zod";

import type { ActionResult, Json } from "../../contracts/action.ts";
import { ActionFailure } from "../../contracts/action.ts";

export const PostedIssue = z.object({ number: z.number(), html_url: z.string().default("") });
export const Posted = z.object({ id: z.number(), html_url: z.string().default("") });
/** Of calls whose answer says nothing that is needed. */
export const Anything = z.unknown();

/** `created` by the run, or an own post of before that was `updated`. */
export type How = "created" | "updated";

export function resultOf(
  id: number,
  html_url: string,
  how: How,
  more: Record<string, Json> = {},
): ActionResult {
  return { id: String(id), how, ...(html_url !== "" && { url: html_url }), ...more };
}

/** The post as it was before an update; throws `refused` when that is not known. */
export function previousOf(result: ActionResult): string {
  const { previous } = result;
  if (typeof previous === "string") return previous;
  throw new ActionFailure("refused", "what was there before the update is not known", {
    hint: "GitHub keeps it in the post's edit history",
  });
}
