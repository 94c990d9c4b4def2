import { describe, expect, it } from "vitest";

import { probeModel } from "../../src/investigate/probe-model.ts";
import { serveChat } from "./chat-server.ts";
import { good, MODEL, options, server } from "./narrator.ts";

describe("the address", () => {
  it("may be pasted with or without the path of the API", async () => {
    for (const path of ["", "/", "/openai/v1", "/openai/v1/"]) {
      const chat = await server(() => ({ content: good }));
      const probe = await probeModel(options(`${chat.url}${path}`));
      expect(probe).toEqual({ ok: true, message: `${MODEL} is available`, hint: "" });
      expect(chat.urls).toEqual(["/openai/v1/models"]);
    }
  });

  it("of a vendor without the model is told with what there is", async () => {
    const chat = await server(() => ({ content: good }));
    const probe = await probeModel({ ...options(chat.url), model: "openai/gpt-oss-12b" });
    expect(probe).toMatchObject({ ok: false, hint: expect.stringContaining(MODEL) });
  });

  it("of nobody is told with a hint", async () => {
    const chat = await serveChat(() => ({ hang: true }));
    await chat.close();
    expect(await probeModel(options(chat.url))).toMatchObject({
      ok: false,
      hint: expect.stringContaining("GROQ_BASE_URL"),
    });
  });
});
