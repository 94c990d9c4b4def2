import { z } from "@hono/zod-openapi";

import { archivedDigest, digestArchive, readDigest, type Archive } from "../../jobs/digest.ts";
import { CHART_NAMES, describeChart } from "../../reports/digest/chart.ts";
import { digestPage, type DigestPage } from "../../reports/digest/digest-page.ts";
import { digestFeed } from "../../reports/digest/render-feed.ts";
import { digestHtml } from "../../reports/digest/render-html.ts";
import { digestText } from "../../reports/digest/render-text.ts";
import { listDigests } from "../../reports/digest/store.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute, ErrorAnswer, jsonBody } from "../route.ts";

const tags = ["digest"];
const Week = z.string().openapi({ description: "an ISO week such as 2026-W47" });

/** What a browser may do with the page: apply the styles in it and load its charts. */
const PAGE_POLICY =
  "default-src 'none'; img-src 'self'; style-src-attr 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const content = (type: string, description: string) => ({
  200: { description, content: { [type]: { schema: z.string() } } },
  default: { description: "what went wrong", content: { "application/json": { schema: ErrorAnswer } } },
});

const list = defineRoute("viewer", {
  method: "get",
  path: "/api/digest",
  tags,
  summary: "The archive of weekly digests with what became of their letters, and when the next is made",
  responses: answers<Archive>("a year of them, the newest first"),
});

const feed = defineRoute("viewer", {
  method: "get",
  path: "/api/digest/feed.xml",
  tags,
  summary: "The archive as RSS 2.0",
  responses: content("application/rss+xml", "the feed"),
});

const one = defineRoute("viewer", {
  method: "get",
  path: "/api/digest/{week}",
  tags,
  summary: "One digest of the archive: its lines with their facts, and the series of its charts",
  request: { params: z.object({ week: Week }) },
  responses: answers<DigestPage>("the digest, with the words around its lines"),
});

const form = defineRoute("viewer", {
  method: "get",
  path: "/api/digest/{week}/{form}",
  tags,
  summary: "One digest as text or as a page",
  request: { params: z.object({ week: Week, form: z.enum(["text", "html"]) }) },
  responses: content("text/html", "the text or the page"),
});

const CHART_FILES = CHART_NAMES.flatMap((name) => [`${name}.png`, `${name}.svg`]);

const chart = defineRoute("viewer", {
  method: "get",
  path: "/api/digest/{week}/charts/{file}",
  tags,
  summary: "A chart of a digest as PNG or SVG",
  request: { params: z.object({ week: Week, file: z.enum(CHART_FILES) }) },
  responses: content("image/png", "the picture"),
});

const preview = defineRoute("operator", {
  method: "post",
  path: "/api/digest/preview",
  tags,
  summary: "Make a digest now from what the lake holds; nothing is stored or sent",
  request: {
    body: jsonBody(z.strictObject({ week: Week.optional() })),
  },
  responses: answers<DigestPage>("the digest of the week named, or of the present one so far"),
});

export function digestRoutes({ sentinel }: ApiContext) {
  const state = () => sentinel.state();
  return newRoutes()
    .openapi(list, async (c) => c.json(await digestArchive(sentinel, sentinel.now()), 200))
    .openapi(feed, async (c) => {
      const xml = digestFeed(await listDigests(state()), sentinel.settings.server.url);
      return c.body(xml, 200, { "content-type": "application/rss+xml; charset=utf-8" });
    })
    .openapi(one, async (c) =>
      c.json(digestPage(await archivedDigest(sentinel, c.req.valid("param").week)), 200),
    )
    .openapi(form, async (c) => {
      const { week, form: asked } = c.req.valid("param");
      const digest = await archivedDigest(sentinel, week);
      if (asked === "text") return c.text(digestText(digest), 200);
      const images = CHART_NAMES.map((name) => ({
        source: `charts/${name}.png`,
        description: describeChart(digest, name),
      }));
      return c.html(digestHtml(digest, images), 200, { "content-security-policy": PAGE_POLICY });
    })
    .openapi(chart, async (c) => {
      const { week, file } = c.req.valid("param");
      const digest = await archivedDigest(sentinel, week);
      const name = CHART_NAMES.find((known) => file.startsWith(`${known}.`)) ?? "cost";
      // Echarts and the canvas are loaded by whoever draws.
      const { drawPng, drawSvg } = await import("../../reports/digest/draw.ts");
      if (file.endsWith(".svg")) {
        const type = { "content-type": "image/svg+xml", "content-security-policy": PAGE_POLICY };
        return c.body(drawSvg(digest, name), 200, type);
      }
      return c.body(new Uint8Array(drawPng(digest, name)), 200, { "content-type": "image/png" });
    })
    .openapi(preview, async (c) =>
      c.json(digestPage(await readDigest(sentinel, { ...c.req.valid("json"), dryRun: true })), 200),
    );
}
