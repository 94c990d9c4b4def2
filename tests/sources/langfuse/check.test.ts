import { expect, it } from "vitest";

import { langfuse } from "../../../sources/langfuse/index.ts";
import { loopback, ports, type Reply } from "../loopback.ts";

async function check(reply: Reply) {
  const { url } = await loopback(() => reply);
  const config = { base_url: url, public_key: "pk", secret_key: "sk" };
  return langfuse.check(await langfuse.connect(config, ports(langfuse, config)));
}

it("says whose keys they are and what time it is there", async () => {
  const headers = { date: "Sun, 01 Mar 2026 10:00:00 GMT" };
  const result = await check({ headers, body: { data: [{ id: "1", name: "shop" }] } });
  expect(result).toEqual({
    ok: true,
    identity: "project shop",
    problems: [],
    vendor_time: new Date("2026-03-01T10:00:00Z"),
  });
});

it.each([
  [{ status: 401, body: { message: "Invalid credentials." } }, "LANGFUSE_SECRET_KEY"],
  [{ status: 404, body: "<html></html>" }, "LANGFUSE_BASE_URL"],
])("names the variable behind %j", async (reply, variable) => {
  const { ok, problems } = await check(reply);
  expect(ok).toBe(false);
  expect(problems).toEqual([{ variable, message: expect.any(String), hint: expect.stringMatching(/\w/) }]);
});
