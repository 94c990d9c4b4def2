import { z, type OpenAPIHono } from "@hono/zod-openapi";

import type { ApiEnv } from "../context.ts";
import { DOCS_POLICY, docsPage } from "../docs-page.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

const tags = ["server"];

const document = defineRoute("viewer", {
  method: "get",
  path: "/openapi.json",
  tags,
  summary: "This interface as an OpenAPI document",
  responses: answers<object>("the document"),
});

const page = defineRoute("viewer", {
  method: "get",
  path: "/docs",
  tags,
  summary: "This interface as a page",
  responses: {
    200: { description: "a page without scripts", content: { "text/html": { schema: z.string() } } },
  },
});

const INFO = {
  openapi: "3.0.3",
  info: {
    title: "Sentinel",
    version: "1",
    description:
      "Every route names the least role that may call it in x-sentinel-role. Errors: {error: {code, message, hint}}.",
  },
};

const documentOf = (app: OpenAPIHono<ApiEnv>) => app.getOpenAPIDocument(INFO);

/** The document of the whole app, itself included. */
export function docsRoutes(app: () => OpenAPIHono<ApiEnv>) {
  return newRoutes()
    .openapi(document, (c) => c.json(documentOf(app()) as object, 200))
    .openapi(page, (c) =>
      c.html(docsPage(documentOf(app())), 200, { "content-security-policy": DOCS_POLICY }),
    );
}
