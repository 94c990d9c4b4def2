import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { getIncident } from "../../src/incidents/get-incident.ts";
import { groqModel } from "../../src/investigate/groq-model.ts";
import { investigate } from "../../src/investigate/investigate.ts";
import { narrateIncidents } from "../../src/investigate/narrate.ts";
import type { World } from "../incidents/world.ts";
import { serveChat, type Answer } from "./chat-server.ts";
import { context, good, MODEL, NOW, open, openNarrated, options, server, told } from "./narrator.ts";

let world: World;
beforeAll(async () => {
  world = await openNarrated();
});
afterAll(() => world.close());

describe("the template stays", () => {
  it.each<[string, Answer]>([
    ["garbage", { content: "I think it is fine!" }],
    ["JSON of another form", { content: { story: "once upon a time" } }],
    ["a refusal", { content: null }],
    ["an empty answer", { content: "  " }],
    ["no choices", { raw: "{}" }],
    ["HTML with 200", { raw: "<html>busy</html>" }],
    ["a broken body", { raw: '{"choices": [' }],
    ["a wrong key", { status: 401, body: { error: { message: "invalid api key" } } }],
    ["a model that is gone", { status: 404, body: { error: { message: "model_not_found" } } }],
    [
      "a limit with a long wait",
      { status: 429, headers: { "retry-after": "120" }, body: { error: { message: "slow down" } } },
    ],
    ["an outage", { status: 503, body: {} }],
  ])("for %s", async (_, answer) => {
    const { narrative } = await told(world, () => answer);
    expect(narrative).toMatchObject({ by: "template", dropped: 0 });
    expect(narrative.text).toContain("What happened: triage spent $42.00");
  });

  it("when the model takes too long, for all incidents together", async () => {
    const chat = await server(() => ({ hang: true }));
    const state = world.freshState();
    const ids = [];
    for (let n = 0; n < 12; n += 1) ids.push(await open(world, state, `agent ${n}`));
    await narrateIncidents(context(world, state, options(chat.url, 300)), ids);
    // Those that had to queue behind the first found the time spent and were never asked for.
    expect(chat.requests.length).toBeLessThan(ids.length);
    for (const id of ids) expect((await getIncident(state, id, NOW)).narrative.by).toBe("template");
  });

  it("when nobody listens", async () => {
    const chat = await serveChat(() => ({ hang: true }));
    await chat.close();
    const state = world.freshState();
    const id = await open(world, state);
    await narrateIncidents(context(world, state, options(chat.url)), [id]);
    expect((await getIncident(state, id, NOW)).narrative.by).toBe("template");
  });

  it("when there is no key", async () => {
    expect(groqModel({ ...options(undefined), api_key: undefined })).toBeUndefined();
  });

  it("and is there while the model is being asked", async () => {
    const state = world.freshState();
    const id = await open(world, state);
    let seen: string | undefined;
    const chat = await server(() => ({ content: good }));
    const model = groqModel(options(chat.url));
    if (model === undefined) throw new Error("no model");
    const ask: typeof model.ask = async (prompt, signal) => {
      seen = (await getIncident(state, id, NOW)).narrative.by;
      return model.ask(prompt, signal);
    };
    await narrateIncidents({ ...context(world, state, options(chat.url)), model: { ...model, ask } }, [id]);
    expect(seen).toBe("template");
    expect((await getIncident(state, id, NOW)).narrative.by).toBe(MODEL);
  });
});

describe("telling again", () => {
  it("asks nobody while the evidence is the same, and asks when told to", async () => {
    const chat = await server(() => ({ content: good }));
    const state = world.freshState();
    const id = await open(world, state);
    const narrating = context(world, state, options(chat.url));
    await narrateIncidents(narrating, [id]);
    await open(world, state);
    await narrateIncidents(narrating, [id]);
    expect(chat.requests).toHaveLength(1);
    expect((await investigate(narrating, id.slice(4))).narrative.by).toBe(MODEL);
    expect(chat.requests).toHaveLength(2);
  });

  it("keeps the model's words when it cannot be asked again", async () => {
    const chat = await server((_, nth) => (nth === 1 ? { content: good } : { status: 401 }));
    const state = world.freshState();
    const id = await open(world, state);
    const narrating = context(world, state, options(chat.url));
    await narrateIncidents(narrating, [id]);
    expect((await investigate(narrating, id)).narrative.by).toBe(MODEL);
  });
});
