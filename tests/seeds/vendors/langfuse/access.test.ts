import { describe, expect, it } from "vitest";

import { isRow } from "../../../../seeds/row.ts";
import { clientOf, configOf, get, listOf, seedOf, serve } from "../serve-rows.ts";
import { observation, OBSERVATIONS } from "./rows.ts";

describe("Langfuse's access", () => {
  it("lets key pairs select the seed and refuses others", async () => {
    const servers = await serve([
      seedOf("one", { langfuse_observations: [observation(1)] }),
      seedOf("two", { langfuse_observations: [observation(2)] }),
    ]);
    const ids = async (seed: string) =>
      listOf((await clientOf(servers, "langfuse", seed)(OBSERVATIONS)).body, "data").map((row) => row["id"]);
    expect([await ids("one"), await ids("two")]).toEqual([["o1"], ["o2"]]);

    const { base_url = "", public_key } = configOf(servers, "langfuse", "one");
    const url = () => new URL(OBSERVATIONS, base_url);
    expect((await get(url())).status).toBe(401);
    const wrong = await get(url(), {}, { authorization: `Basic ${btoa(`${public_key}:sk-lf-two`)}` });
    expect(wrong).toMatchObject({
      status: 401,
      body: { message: expect.stringContaining("Invalid credentials") },
    });
    expect((await get(new URL("/api/public/health", base_url))).body).toMatchObject({ status: "OK" });
    expect(isRow((await clientOf(servers, "langfuse", "one")("/api/public/projects")).body)).toBe(true);
  });

  it("refuses what is over the limit with Retry-After and a JavaScript date", async () => {
    const limits = { langfuse: { requests: 2, window_ms: 60_000 } };
    const ask = clientOf(
      await serve([seedOf("a", { langfuse_observations: [observation(0)] })], { limits }),
      "langfuse",
    );
    const answers = [await ask(OBSERVATIONS), await ask(OBSERVATIONS), await ask(OBSERVATIONS)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get("x-ratelimit-remaining"))).toEqual(["1", "0", "0"]);
    expect(Number(answers[2]?.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(answers[2]?.headers.get("x-ratelimit-reset")).toMatch(/^\w{3} \w{3} \d{2} \d{4} .*GMT/);
  });
});
