import { SECTION_NAMES, SECTIONS, type Digest, type Line, type Section } from "./digest.ts";
import { headingOf, NOTHING, remarkOf } from "./render-text.ts";

/** A digest with the words around its lines, for whoever renders it elsewhere. */
export type DigestPage = Digest & {
  heading: string;
  remark: string;
  /** In the order in which they are read; `nothing` is what a part without lines says. */
  parts: { section: Section; title: string; lines: Line[]; nothing: string }[];
};

export const digestPage = (digest: Digest): DigestPage => ({
  ...digest,
  heading: headingOf(digest),
  remark: remarkOf(digest),
  parts: SECTION_NAMES.map((section) => ({
    section,
    title: SECTIONS[section],
    lines: digest.sections[section],
    nothing: NOTHING[section],
  })),
});
