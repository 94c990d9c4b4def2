import { z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";

import { ChangeFeed, TOPICS, type Topic } from "../change-feed.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { defineRoute } from "../route.ts";

/** Proxies close what is silent for a minute. */
const BEAT_MS = 25_000;

const events = defineRoute("viewer", {
  method: "get",
  path: "/api/events",
  tags: ["server"],
  summary: "Says what changed, as it changes: server-sent events",
  description: `Each event is named \`changed\` and carries a JSON list of ${TOPICS.join(", ")}.`,
  responses: { 200: { description: "events", content: { "text/event-stream": { schema: z.string() } } } },
});

/** Tells open pages when to ask again; what changed is read by the routes that have it. */
export function eventRoutes({ sentinel, stopping }: ApiContext) {
  const feed = new ChangeFeed({ state: sentinel.state, log: sentinel.log, stopping });
  return newRoutes().openapi(events, (c) => {
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    const waiting: Topic[][] = [];
    let wake: () => void = () => undefined;
    const unlisten = feed.listen({
      changed: (topics) => {
        waiting.push(topics);
        wake();
      },
      ended: () => end(),
    });
    return streamSSE(c, async (stream) => {
      let live = true;
      const close = () => {
        live = false;
        unlisten();
        wake();
      };
      stream.onAbort(close);
      void over.then(close);
      // The first bytes tell the browser that it is connected.
      await stream.writeSSE({ event: "hello", data: "[]" });
      while (live) {
        const topics = [...new Set(waiting.splice(0).flat())];
        if (topics.length > 0) await stream.writeSSE({ event: "changed", data: JSON.stringify(topics) });
        else {
          const beat = setTimeout(() => wake(), BEAT_MS).unref();
          await new Promise<void>((resolve) => (wake = resolve));
          clearTimeout(beat);
          if (live && waiting.length === 0) await stream.write(": still here\n\n");
        }
      }
    });
  });
}
