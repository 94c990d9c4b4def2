/** Langfuse: Basic auth with a key pair per project, the v2/v3 API, or the v1 API of a self-hosted server before v4. */
import { Hono } from "hono";

import { answerRefusals, askRoutes, type Call, type Env, jsonAnswer, type Vendor } from "../vendor.ts";
import type { LangfuseProject } from "./account.ts";
import { langfuseCursors } from "./cursors.ts";
import { listLegacyObservations, listLegacyScores, listLegacySessions, listLegacyTraces } from "./legacy.ts";
import { listObservations } from "./observations.ts";
import { receiveSpans } from "./otlp.ts";
import { getPrompt, listPrompts } from "./prompts.ts";
import { listScores } from "./scores.ts";

export type LangfuseAccount = {
  seed: string;
  public_key: string;
  secret_key: string;
  project: LangfuseProject;
};

/** `legacy`: v2/observations and v3/scores answer 404, as before v4; else the v1 endpoints do, as on Cloud. */
export function langfuseVendor(accounts: readonly LangfuseAccount[], legacy: boolean): Vendor {
  const routes = langfuseRoutes(legacy);
  const accountOf = (call: Call) => {
    const [scheme, encoded] = (call.headers.get("authorization") ?? "").split(" ");
    if (scheme?.toLowerCase() !== "basic") return undefined;
    const [user, password] = Buffer.from(encoded ?? "", "base64")
      .toString("utf8")
      .split(":");
    return accounts.find(({ public_key, secret_key }) => public_key === user && secret_key === password);
  };
  return {
    name: "langfuse",
    seedOf: (call) => accountOf(call)?.seed,
    answer: (call) => askRoutes(routes, call, accountOf(call)?.project),
    writes: ({ method }) => method === "POST",
    refusals: {
      limited: (retry_s) =>
        jsonAnswer(429, { message: "Rate limit exceeded" }, { "retry-after": String(retry_s) }),
      secondary: () => jsonAnswer(403, { message: "Request blocked: too many requests" }),
      failed: (status) => jsonAnswer(status, { message: "Internal Server Error" }),
    },
    usual_limit: 1000,
    quotaHeaders: ({ limit, remaining, reset }) => ({
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(remaining),
      // A JavaScript date as text, which is neither ISO nor an HTTP date.
      "x-ratelimit-reset": reset.toString(),
    }),
    cursors: langfuseCursors,
  };
}

function langfuseRoutes(legacy: boolean): Hono<Env<LangfuseProject>> {
  const routes = new Hono<Env<LangfuseProject>>();
  answerRefusals(routes);
  // Next.js answers for routes that a version does not have.
  routes.notFound((c) =>
    c.html("<!DOCTYPE html><html><body>404: This page could not be found.</body></html>", 404),
  );

  routes.get("/api/public/health", (c) => c.json({ status: "OK", version: legacy ? "3.120.0" : "4.2.0" }));
  routes.use("/api/public/*", async (c, next) => {
    const { data, call } = c.env;
    if (data !== undefined) {
      c.set("data", data);
      return next();
    }
    const message = call.headers.has("authorization")
      ? "Invalid credentials. Confirm that you've configured the correct host."
      : "No authorization header";
    return c.json({ message }, 401);
  });
  routes.get("/api/public/projects", ({ var: { data }, json }) =>
    json({
      data: [{ id: data.id, name: data.name, organization: { id: "org", name: "loopback" }, metadata: {} }],
    }),
  );
  routes.post("/api/public/otel/v1/traces", (c) => c.json(receiveSpans(c.var.data, c.env.call)));
  routes.get("/api/public/v2/prompts", (c) => c.json(listPrompts(c.var.data, c.env.call.params)));
  routes.get("/api/public/v2/prompts/:name", (c) => {
    const prompt = getPrompt(c.var.data, c.req.param("name"), c.env.call.params);
    if (prompt !== undefined) return c.json(prompt);
    return c.json({ message: "Prompt not found", error: "LangfuseNotFoundError" }, 404);
  });

  if (legacy) {
    routes.get("/api/public/observations", (c) =>
      c.json(listLegacyObservations(c.var.data, c.env.call.params)),
    );
    routes.get("/api/public/traces", (c) => c.json(listLegacyTraces(c.var.data, c.env.call.params)));
    routes.get("/api/public/v2/scores", (c) => c.json(listLegacyScores(c.var.data, c.env.call.params)));
    routes.get("/api/public/sessions", (c) => c.json(listLegacySessions(c.var.data, c.env.call.params)));
  } else {
    routes.get("/api/public/v2/observations", (c) => c.json(listObservations(c.var.data, c.env.call.params)));
    routes.get("/api/public/v3/scores", (c) => c.json(listScores(c.var.data, c.env.call.params)));
  }
  return routes;
}
