import { colour } from "../ui/chart-colours.ts";
import { NODE_HEIGHT, NODE_WIDTH } from "./lay-out.ts";
import { KINDS, LINKS, nameOf } from "./look.ts";
import type { Laid } from "./use-layout.ts";

const MARGIN = 32;
const LONGEST = 30;

/**
 * The graph as a picture that stands on its own, drawn from the layout in the colours of the theme in force. Texts are
 * sources': each is escaped, and the picture has neither links nor scripts.
 */
export function drawSvg({ layout, shown }: Laid): string {
  const width = layout.width + 2 * MARGIN;
  const height = layout.height + 2 * MARGIN;
  const lines = shown.edges.map(({ from, to, kind, label }) => {
    const [start, end] = [layout.at.get(from), layout.at.get(to)];
    if (start === undefined || end === undefined) return "";
    const [x1, y1] = [start.x + NODE_WIDTH, start.y + NODE_HEIGHT / 2];
    const [x2, y2] = [end.x, end.y + NODE_HEIGHT / 2];
    const bend = (x2 - x1) / 2;
    const { width: stroke, dash, opacity } = LINKS[kind];
    return [
      `<path d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" fill="none" stroke="${colour("--text-2")}"`,
      ` stroke-width="${stroke}" stroke-dasharray="${dash || "none"}" opacity="${opacity}"><title>${escaped(label)}</title></path>`,
      text((x1 + x2) / 2, (y1 + y2) / 2 - 4, 10, "--text-3", label, "middle"),
    ].join("");
  });
  const boxes = shown.nodes.map((node) => {
    const { x, y } = layout.at.get(node.id) ?? { x: 0, y: 0 };
    const { one, path, token } = KINDS[node.kind];
    return [
      `<g transform="translate(${x} ${y})">`,
      `<rect width="${NODE_WIDTH}" height="${NODE_HEIGHT}" rx="6" fill="${colour("--surface")}" stroke="${colour(node.blamed ? "--critical" : "--line-strong")}"/>`,
      `<path transform="translate(12 21)" d="${path}" fill="${colour(token)}"/>`,
      text(38, 26, 13, "--text", nameOf(node)),
      text(
        38,
        43,
        11,
        "--text-3",
        [one, node.blamed ? "blamed" : "", node.place ?? ""].filter(Boolean).join(" · "),
      ),
      "</g>",
    ].join("");
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" font-family="Inter, system-ui, sans-serif">`,
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}" fill="${colour("--canvas")}"/>`,
    ...lines,
    ...boxes,
    "</svg>",
  ].join("\n");
}

function text(x: number, y: number, size: number, token: string, words: string, anchor = "start"): string {
  const cut = words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${colour(token)}" text-anchor="${anchor}">${escaped(cut)}</text>`;
}

const NAMES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Beside markup also what XML does not allow: control characters and halves of pairs, which would break the file. */
const escaped = (words: string): string =>
  words
    // oxlint-disable-next-line no-control-regex -- these are what is looked for
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, " ")
    .replaceAll(/[&<>"']/g, (sign) => NAMES[sign] ?? sign);
