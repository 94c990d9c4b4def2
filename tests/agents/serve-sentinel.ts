/** The real server on a loopback port, with a key for agents, and every request that reaches it. */
import { onTestFinished } from "vitest";

import { placeOrders } from "../../src/agents/place-orders.ts";
import { listen } from "../../src/api/listen.ts";
import type { State } from "../../src/state/open.ts";
import { openHouse } from "../api/house.ts";

export type Served = {
  url: string;
  state: State;
  key: string;
  requests: { method: string; path: string; body: string }[];
  /** The order of one approval on one trace. */
  order: (trace_id: string, approval_id?: string) => Promise<void>;
  stop: () => Promise<void>;
};

export async function serveSentinel(): Promise<Served> {
  const house = await openHouse();
  house.clock.now = new Date();
  const { key } = await house.key("agent");
  const requests: Served["requests"] = [];
  const fetch: typeof house.app.fetch = async (request, ...rest) => {
    const { pathname, search } = new URL(request.url);
    requests.push({ method: request.method, path: pathname + search, body: await request.clone().text() });
    return house.app.fetch(request, ...rest);
  };
  const server = await listen({ fetch }, { host: "127.0.0.1", port: 0 });
  const stop = () => server.close(0);
  onTestFinished(async () => {
    await stop();
    await house.close();
  });
  const state = house.sentinel.state();
  return {
    url: server.url,
    state,
    key,
    requests,
    stop,
    async order(trace_id, approval_id = "apr_1") {
      const reason = "the agent makes no progress";
      const at = new Date();
      await placeOrders(state, { approval_id, connection: "s", trace_ids: [trace_id], reason, push: [], at });
    },
  };
}
