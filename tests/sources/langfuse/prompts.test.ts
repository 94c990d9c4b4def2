import { expect, it } from "vitest";

import { connectLangfuse } from "../../../sources/langfuse/client.ts";
import { langfuse } from "../../../sources/langfuse/index.ts";
import { langfusePrompts } from "../../../sources/langfuse/prompts.ts";
import { type Asked, loopback, ports, pulled, type Reply } from "../loopback.ts";

const everything = { from: new Date(0), to: new Date("2026-03-02T00:00:00Z") };

async function pull(answer: (asked: Asked) => Reply) {
  const { url, asked } = await loopback(answer);
  const config = { base_url: url, public_key: "pk", secret_key: "sk" };
  return {
    asked,
    ...(await pulled(langfusePrompts, await connectLangfuse(config, ports(langfuse, config)), everything)),
  };
}

const meta = {
  type: "text",
  labels: [],
  tags: ["t"],
  lastUpdatedAt: "2026-02-01T00:00:00.000Z",
  lastConfig: {},
};

it("reads every version of every prompt on every page, folders in names included", async () => {
  const pages = [
    [{ ...meta, name: "support/greeting", versions: [1, 2] }],
    [{ ...meta, name: "plain", versions: [7] }],
  ];
  const { rows, asked, failure } = await pull(({ path, query }) => {
    if (path === "/api/public/v2/prompts") {
      const page = Number(query.get("page"));
      return { body: { data: pages[page - 1], meta: { page, limit: 100, totalItems: 2, totalPages: 2 } } };
    }
    const name = decodeURIComponent(path.split("/").at(-1) ?? "");
    const version = Number(query.get("version"));
    return {
      body: {
        name,
        version,
        type: "text",
        prompt: `${name} ${version}`,
        config: { t: 1 },
        labels: ["latest"],
        tags: ["t"],
      },
    };
  });
  expect(failure).toBeUndefined();
  expect(rows.map((row) => row["prompt"])).toEqual(["support/greeting 1", "support/greeting 2", "plain 7"]);
  expect(langfusePrompts.row.parse(rows[0])).toEqual({
    name: "support/greeting",
    version: 1,
    type: "text",
    labels: ["latest"],
    tags: ["t"],
    prompt: "support/greeting 1",
    config: '{"t":1}',
    commit_message: null,
    created_by: null,
    updated_at: "2026-02-01T00:00:00.000Z",
    created_at: null,
  });
  const one = asked.find(({ path }) => path.includes("greeting"));
  expect(one?.path).toBe("/api/public/v2/prompts/support%2Fgreeting");
  expect(one?.query.get("resolve")).toBe("false");
});

it("keeps a chat prompt as JSON text and prefers the version's own times", () => {
  const item = {
    name: "chat",
    version: 3,
    type: "chat",
    prompt: [{ role: "system", content: "be kind" }],
    updatedAt: "2026-02-03T00:00:00.000Z",
    createdAt: "2026-01-03T00:00:00.000Z",
    lastUpdatedAt: "2026-02-09T00:00:00.000Z",
    commitMessage: "kinder",
    createdBy: "user-1",
  };
  expect(langfusePrompts.map(item, { parent: undefined })[0]).toMatchObject({
    prompt: '[{"role":"system","content":"be kind"}]',
    updated_at: "2026-02-03T00:00:00.000Z",
    created_at: "2026-01-03T00:00:00.000Z",
    commit_message: "kinder",
    created_by: "user-1",
  });
});

it("passes a version that goes away while it is read, and says so", async () => {
  const { rows, warnings, failure } = await pull(({ path, query }) => {
    if (path === "/api/public/v2/prompts")
      return { body: { data: [{ ...meta, name: "p", versions: [1, 2] }], meta: { totalPages: 1 } } };
    if (query.get("version") === "1") return { status: 404, body: { message: "Prompt not found" } };
    return { body: { name: "p", version: 2, prompt: "text" } };
  });
  expect(failure).toBeUndefined();
  expect(rows).toHaveLength(1);
  expect(warnings).toEqual(["langfuse prompt p version 1 went away while it was read"]);
});

it("hands on a listed prompt that cannot be read, so that it is counted", async () => {
  const { pages, failure } = await pull(() => ({
    body: { data: [{ name: { odd: 1 }, versions: [1] }], meta: { totalPages: 1 } },
  }));
  expect(pages.flatMap(({ items }) => items)).toHaveLength(1);
  expect(failure).toBeInstanceOf(Error);
});
