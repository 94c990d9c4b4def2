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
  return newRoutes().openapi(events, async (c) => {
    const told = { waiting: [] as Topic[][], live: true, wake: nothing };
    const end = () => {
      told.live = false;
      told.wake();
    };
    // Before the answer begins: a feed that is full is refused as any other request is.
    const unlisten = await feed.listen({
      changed(topics) {
        told.waiting.push(topics);
        told.wake();
      },
      ended: end,
    });
    return streamSSE(c, async (stream) => {
      stream.onAbort(() => {
        unlisten();
        end();
      });
      // From here on nothing is missed: what the page has from before it may ask for again.
      await stream.writeSSE({ event: "hello", data: "[]" });
      while (told.live) {
        const topics = [...new Set(told.waiting.splice(0).flat())];
        if (topics.length > 0) await stream.writeSSE({ event: "changed", data: JSON.stringify(topics) });
        else if (!(await isWoken(told))) await stream.write(": still here\n\n");
      }
    });
  });
}

const nothing = () => undefined as void;

/** Waits for something to tell, or for the end; false when it is only time to be heard of. */
function isWoken(told: { wake: () => void }): Promise<boolean> {
  return new Promise((resolve) => {
    const beat = setTimeout(() => resolve(false), BEAT_MS).unref();
    told.wake = () => {
      clearTimeout(beat);
      resolve(true);
    };
  });
}
