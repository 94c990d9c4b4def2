import { z } from "zod";

import { SentinelError } from "../../errors.ts";

/** What concerns us of an event; text of the request is not even read. */
export type GithubEvent = { kind: "ping" } | { kind: "ignored"; why: string } | PullTold;

/** `merged_at` is null unless it says that the request was merged. */
export type PullTold = { kind: "pull"; repo: string; number: number; merged_at: string | null };

/** After these there is something new to say, or nothing more. */
const ACTIONS = new Set([
  "opened",
  "synchronize",
  "reopened",
  "ready_for_review",
  "converted_to_draft",
  "closed",
]);

const PullEvent = z.object({
  action: z.string().max(100),
  number: z.int().positive(),
  repository: z.object({ full_name: z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/) }),
  pull_request: z
    .object({ merged_at: z.iso.datetime({ offset: true }).nullish() })
    .nullish()
    .catch(null),
});

/** `name` is X-GitHub-Event. Throws `invalid` for what is no JSON, or no pull request event as GitHub documents it. */
export function readEvent(name: string | undefined, body: Uint8Array): GithubEvent {
  if (name === "ping") return { kind: "ping" };
  if (name !== "pull_request") return { kind: "ignored", why: "not an event that is listened to" };
  const event = PullEvent.safeParse(jsonOf(body));
  if (!event.success) {
    throw new SentinelError("invalid", "this is no pull request event", {
      hint: "the webhook's content type must be application/json",
    });
  }
  const { action, number, repository, pull_request } = event.data;
  if (!ACTIONS.has(action)) return { kind: "ignored", why: "nothing changes by it" };
  const merged_at = action === "closed" ? (pull_request?.merged_at ?? null) : null;
  return { kind: "pull", repo: repository.full_name, number, merged_at };
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
