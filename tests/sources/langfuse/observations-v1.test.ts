import { describe, expect, it } from "vitest";

import { langfuseObservations } from "../../../sources/langfuse/observations.ts";
import { type Asked, pulled, type Reply } from "../loopback.ts";
import { connect, window } from "./project.ts";

describe("pull of v1", () => {
  const trace = {
    id: "trace-1",
    name: "support-agent",
    release: "2f9a1c4",
    tags: ["beta"],
    sessionId: "s",
    userId: "u",
  };
  const bare = {
    id: "obs-1",
    traceId: "trace-1",
    type: "SPAN",
    startTime: "2026-03-01T06:30:00.000Z",
    parentObservationId: null,
  };

  function legacyServer(status: number) {
    return ({ path, query }: Asked): Reply => {
      const page = Number(query.get("page"));
      if (path === "/api/public/observations") {
        const data =
          page === 1
            ? [bare, { ...bare, id: "obs-2", traceId: "older" }]
            : [{ ...bare, id: "obs-3", traceId: "gone" }];
        return { body: { data, meta: { page, limit: 100, totalItems: 3, totalPages: 2 } } };
      }
      if (path === "/api/public/traces")
        return { body: { data: [trace], meta: { page: 1, limit: 100, totalItems: 1, totalPages: 1 } } };
      if (path === "/api/public/traces/older") return { body: { ...trace, id: "older", name: "nightly" } };
      return { status, body: { message: "v2 APIs are only available on Langfuse Cloud" } };
    };
  }

  it.each([404, 501])(
    "serves a server that answers %i to v2, with the fields of the traces",
    async (status) => {
      const { client, asked } = await connect(legacyServer(status));
      const { rows, pages, warnings, failure } = await pulled(langfuseObservations, client, window);
      expect(failure).toBeUndefined();
      expect(
        rows.map((row) => [row["observation_id"], row["trace_name"], row["release"], row["session_id"]]),
      ).toEqual([
        ["obs-1", "support-agent", "2f9a1c4", "s"],
        ["obs-2", "nightly", "2f9a1c4", "s"],
        ["obs-3", null, null, null],
      ]);
      expect(pages.map(({ api }) => api)).toEqual(["v1/observations", "v1/observations"]);
      expect(warnings).toEqual(["langfuse trace gone is gone: its observations have no trace name"]);
      const listed = asked.find(({ path }) => path === "/api/public/traces");
      expect(listed?.query.get("fromTimestamp")).toBe("2026-03-01T05:00:00.000Z");
      expect(listed?.query.get("toTimestamp")).toBe("2026-03-01T12:00:00.000Z");
    },
  );

  it("asks for v2 once per connection", async () => {
    const { client, asked } = await connect(legacyServer(404));
    await pulled(langfuseObservations, client, window);
    await pulled(langfuseObservations, client, window);
    expect(asked.filter(({ path }) => path.endsWith("v2/observations"))).toHaveLength(1);
  });

  it("reads on after an empty page in the middle", async () => {
    const { client } = await connect(({ path, query }) => {
      if (path.endsWith("v2/observations")) return { status: 404, body: {} };
      if (path.endsWith("traces")) return { body: { data: [trace], meta: { totalPages: 1 } } };
      return { body: { data: query.get("page") === "2" ? [bare] : [], meta: { totalPages: 2 } } };
    });
    expect((await pulled(langfuseObservations, client, window)).rows).toHaveLength(1);
  });
});
