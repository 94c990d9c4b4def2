import { z } from "@hono/zod-openapi";

import { listLetters, type LetterStanding } from "../../outbox/list-letters.ts";
import { replayDead } from "../../outbox/replay-dead.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, callerOf, defineRoute, jsonBody } from "../route.ts";

const tags = ["server"];

const list = defineRoute("operator", {
  method: "get",
  path: "/api/outbox",
  tags,
  summary: "Letters that wait to leave, or that were given up",
  request: { query: z.object({ status: z.enum(["waiting", "dead"]).default("dead") }) },
  responses: answers<{ letters: LetterStanding[] }>("the letters, without what they say"),
});

const replay = defineRoute("operator", {
  method: "post",
  path: "/api/outbox/replay",
  tags,
  summary: "Try dead letters again, under their old keys",
  request: { body: jsonBody(z.strictObject({ letter: z.union([z.int().positive(), z.literal("all")]) })) },
  responses: answers<{ replayed: number[] }>("their ids"),
});

export function outboxRoutes({ sentinel }: ApiContext) {
  return newRoutes()
    .openapi(list, async (c) => {
      const letters = await listLetters(sentinel.state(), c.req.valid("query").status);
      return c.json({ letters }, 200);
    })
    .openapi(replay, async (c) => {
      const asked = { by: callerOf(c), at: sentinel.now() };
      const replayed = await replayDead(sentinel.state(), c.req.valid("json").letter, asked);
      return c.json({ replayed }, 200);
    });
}
