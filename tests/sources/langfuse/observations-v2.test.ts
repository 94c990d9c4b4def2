import { describe, expect, it } from "vitest";

import { langfuseObservations } from "../../../sources/langfuse/observations.ts";
import { pulled, type Reply } from "../loopback.ts";
import { connect, v2, window } from "./project.ts";

describe("pull of v2", () => {
  it("asks for the half-open window with all field groups and follows cursors over an empty page", async () => {
    const pages = [
      { data: [v2], meta: { cursor: "a" } },
      { data: [], meta: { cursor: "b" } },
      { data: [{ ...v2, id: "obs-2" }], meta: {} },
    ];
    const { client, asked } = await connect((_asked, count) => ({ body: pages[count - 1] }));
    const { rows, pages: read, failure } = await pulled(langfuseObservations, client, window);
    expect(failure).toBeUndefined();
    expect(rows.map((row) => row["observation_id"])).toEqual(["obs-1", "obs-2"]);
    expect(read.map(({ api, cursor }) => [api, cursor])).toEqual([
      ["v2/observations", "a"],
      ["v2/observations", "b"],
      ["v2/observations", undefined],
    ]);
    expect(asked.map(({ path, query }) => [path, query.get("cursor")])).toEqual([
      ["/api/public/v2/observations", null],
      ["/api/public/v2/observations", "a"],
      ["/api/public/v2/observations", "b"],
    ]);
    expect(Object.fromEntries(asked[0]?.query ?? [])).toEqual({
      fromStartTime: "2026-03-01T06:00:00.000Z",
      toStartTime: "2026-03-01T12:00:00.000Z",
      fields: "core,basic,io,metadata,model,usage,prompt,metrics,trace_context",
      limit: "1000",
    });
    expect(asked[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from("pk-lf-1:sk-lf-2").toString("base64")}`,
    );
  });

  it("says once which field is of the wrong type", async () => {
    const data = [v2, { ...v2, id: "obs-2", latency: "fast" }, { ...v2, id: "obs-3", latency: "slow" }];
    const { client } = await connect(() => ({ body: { data, meta: {} } }));
    const { rows, warnings } = await pulled(langfuseObservations, client, window);
    expect(rows).toHaveLength(3);
    expect(warnings).toEqual(["v2/observations: latency is of the wrong type and is left out"]);
  });

  it.each([
    [{ status: 400, body: { message: "Invalid cursor format" } }, "cursor_expired"],
    [{ status: 422, body: { message: "Request timed out" } }, "too_large"],
    [{ status: 400, body: { message: "Invalid request data" } }, "unexpected"],
    [{ body: { data: "none", meta: {} } }, "unexpected"],
    [{ body: { data: [], meta: { cursor: 7 } } }, "unexpected"],
    [{ body: { data: [] } }, "unexpected"],
    [{ body: { data: [], meta: { cursor: "a" } } }, "unexpected"],
  ] satisfies [Reply, string][])("stops on %j as %s", async (second, kind) => {
    const first = { body: { data: [v2], meta: { cursor: "a" } } };
    const { client } = await connect((_asked, count) => (count === 1 ? first : second));
    const { rows, failure } = await pulled(langfuseObservations, client, window);
    expect(rows.length).toBeGreaterThan(0);
    expect(failure).toMatchObject({ name: "UpstreamError", kind });
  });

  it("names the variables when the keys are refused", async () => {
    const { client } = await connect(() => ({ status: 401, body: { message: "Invalid credentials." } }));
    const { failure } = await pulled(langfuseObservations, client, window);
    expect(failure).toMatchObject({
      kind: "denied",
      status: 401,
      message: expect.stringContaining("Invalid credentials."),
    });
    expect(failure).toMatchObject({
      hint: expect.stringMatching(/LANGFUSE_PUBLIC_KEY.*LANGFUSE_SECRET_KEY.*LANGFUSE_BASE_URL/),
    });
  });

  it("takes an address with a path for what it is", async () => {
    const { client } = await connect(() => ({ status: 404, body: "<!DOCTYPE html><html></html>" }));
    const { failure } = await pulled(langfuseObservations, client, window);
    expect(failure).toMatchObject({ kind: "unexpected", hint: expect.stringContaining("LANGFUSE_BASE_URL") });
  });
});
