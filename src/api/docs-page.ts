/** The OpenAPI document as one HTML page: no script, nothing loaded from anywhere. */
import { createHash } from "node:crypto";

import type { OpenAPIHono } from "@hono/zod-openapi";
import { html, raw } from "hono/html";

import type { ApiEnv } from "./context.ts";
import { ROLE_KEY } from "./route.ts";

type Document = ReturnType<OpenAPIHono<ApiEnv>["getOpenAPIDocument"]>;
type Operation = {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema?: object }[];
  requestBody?: { content?: Record<string, { schema?: object }> };
  [ROLE_KEY]?: string;
};

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; background: #fff }
h1, h2 { line-height: 1.2 } section { border-top: 1px solid #d0d7de; padding: .75rem 0 }
h3 { margin: 0; font: 600 15px ui-monospace, monospace } code, pre { font: 13px ui-monospace, monospace }
pre { background: #f6f8fa; padding: .5rem .75rem; overflow-x: auto } p { margin: .25rem 0 }
.role { background: #ddf4ff; border-radius: 3px; padding: 0 .35rem; font-weight: 400 }
@media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #0d1117 } pre { background: #161b22 }
section { border-color: #30363d } .role { background: #0c2d6b } }`;

const styleHash = createHash("sha256").update(STYLE).digest("base64");

/** What a browser may do with the page: apply its own style. */
export const DOCS_POLICY = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'`;

export function docsPage(document: Document) {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({
      path,
      method,
      operation,
    })),
  );
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? "other"))];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Sentinel: HTTP interface</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <h1>Sentinel: HTTP interface</h1>
        <p>${document.info.description ?? ""}</p>
        <p>The same as a document: <a href="/openapi.json">/openapi.json</a></p>
        ${tags.map(
          (tag) =>
            html`<h2>${tag}</h2>
              ${operations
                .filter(({ operation }) => (operation.tags?.[0] ?? "other") === tag)
                .map((one) => section(one))}`,
        )}
      </body>
    </html>`;
}

function section({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const { summary = "", description = "", parameters = [], requestBody } = operation;
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  return html`<section>
    <h3>${method.toUpperCase()} ${path} <span class="role">${operation[ROLE_KEY] ?? ""}</span></h3>
    <p>${summary}</p>
    ${description === "" ? "" : html`<p>${description}</p>`}
    ${parameters.map(
      ({ name, in: place, required = false, schema }) =>
        html`<p>
          <code>${name}</code> (${place}${required ? "" : ", optional"})
          <code>${JSON.stringify(schema)}</code>
        </p>`,
    )}
    ${body === undefined ? "" : html`<pre>${JSON.stringify(body, null, 2)}</pre>`}
  </section>`;
}
