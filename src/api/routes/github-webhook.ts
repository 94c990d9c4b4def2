import type { Context } from "hono";

import { assessAsked } from "../../jobs/assess-asked.ts";
import { readEvent } from "../../receive/github/read-event.ts";
import { takeEvent } from "../../receive/github/take-event.ts";
import { verifySignature } from "../../receive/github/verify-signature.ts";
import { watchedRepo } from "../../risk/live-pull.ts";
import type { ApiContext, ApiEnv } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

/** `taken`: looked at after the answer. `repeated`: it came before. `ignored`: why nothing is done. */
type Answer = { taken: true } | { repeated: true } | { ignored: string } | { pong: true };

/** Public to our own check only: GitHub's signature over the raw body is what lets an event through. */
const webhook = defineRoute("public", {
  method: "post",
  path: "/api/github/webhook",
  tags: ["risk"],
  summary: "Pull request events of GitHub, signed by GitHub",
  responses: {
    ...answers<Answer>("a ping, or a delivery that came before"),
    202: { description: "taken or ignored" },
  },
});

/**
 * Whatever is wrong with a signature, the answer is one and the same 401. What is taken is stored before the answer and
 * worked on after it: GitHub waits ten seconds. The limit is `server.body_bytes` like everywhere: an event with the
 * longest text that GitHub takes is half of it.
 */
export function githubWebhookRoutes({ sentinel, after }: ApiContext) {
  const routes = newRoutes();
  const secret = sentinel.environment("GITHUB_WEBHOOK_SECRET");
  routes.openAPIRegistry.registerPath(webhook);
  routes.post(webhook.path, async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    const signature = c.req.header("x-hub-signature-256");
    if (secret === undefined || signature === undefined || !verifySignature(signature, body, secret))
      return refused(c);
    const event = readEvent(c.req.header("x-github-event"), body);
    if (event.kind === "ping") return c.json({ pong: true } satisfies Answer, 200);
    if (event.kind === "ignored") return c.json({ ignored: event.why } satisfies Answer, 202);
    const repo = watchedRepo(sentinel, event.repo);
    if (repo === undefined)
      return c.json({ ignored: "GITHUB_REPOS does not name its repository" } satisfies Answer, 202);
    const id = (c.req.header("x-github-delivery") ?? signature).slice(0, LONGEST_ID);
    const delivery = { id, signature, repo, number: event.number, merged_at: event.merged_at };
    if (!(await takeEvent(sentinel.state(), delivery, sentinel.now())))
      return c.json({ repeated: true } satisfies Answer, 200);
    after.later(async () => void (await assessAsked(sentinel)));
    return c.json({ taken: true } satisfies Answer, 202);
  });
  return routes;
}

const LONGEST_ID = 100;

function refused(c: Context<ApiEnv>): Response {
  return c.json(
    { error: { code: "unauthorized", message: "this request is not signed by GitHub", hint: null } },
    401,
  );
}
