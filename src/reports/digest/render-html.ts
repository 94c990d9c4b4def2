/** A digest as the HTML part of a mail: inline styles, no script, images by content id. */
import { escapeHtml } from "../../notify/escape-html.ts";
import { SECTION_NAMES, SECTIONS, type Digest, type Line } from "./digest.ts";
import { headingOf, linesOf, remarkOf } from "./render-text.ts";

const PAGE =
  "margin:0 auto;max-width:660px;padding:24px;font:15px/1.5 -apple-system,'Segoe UI',Helvetica,Arial,sans-serif;color:#1c2430;background:#ffffff";
const HEADING = "margin:28px 0 8px;font-size:16px";
const SMALL = "color:#5b6675;font-size:13px";
const LINK = "color:#1a5fb4;white-space:nowrap";

/** `images`: source (`cid:…` or a file) and description of each chart. */
export function digestHtml(digest: Digest, images: { source: string; description: string }[]): string {
  const remark = remarkOf(digest);
  return [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(headingOf(digest))}</title></head>`,
    `<body style="margin:0;background:#ffffff"><div style="${PAGE}">`,
    `<h1 style="margin:0;font-size:21px">${escapeHtml(headingOf(digest))}</h1>`,
    ...(remark === "" ? [] : [`<p style="${SMALL}">${escapeHtml(remark)}</p>`]),
    ...SECTION_NAMES.flatMap((section) => [
      `<h2 style="${HEADING}">${SECTIONS[section]}</h2>`,
      `<ul style="margin:0;padding-left:20px">${linesOf(digest, section).map(toItem).join("")}</ul>`,
    ]),
    ...images.map(
      ({ source, description }) =>
        `<p style="margin:24px 0 0"><img src="${escapeHtml(source)}" alt="${escapeHtml(description)}" width="620" style="max-width:100%"></p>`,
    ),
    `<p style="${SMALL};margin-top:24px">${escapeHtml(digest.coverage.text)}. ${anchor(digest.coverage)}</p>`,
    `<p style="${SMALL}">Told by ${escapeHtml(digest.by)}. ${anchor({ link: digest.url, label: "charts and archive" })}</p>`,
    "</div></body></html>",
    "",
  ].join("\n");
}

const toItem = (line: Line | string): string =>
  `<li style="margin:4px 0">${typeof line === "string" ? escapeHtml(line) : `${escapeHtml(line.text)} ${anchor(line)}`}</li>`;

const anchor = ({ link, label }: Pick<Line, "link" | "label">): string =>
  `<a href="${escapeHtml(link)}" style="${LINK}">${escapeHtml(label)}</a>`;
