/**
 * Bodies that Sentinel writes end in hidden marks: the keys of the approvals that wrote it, the incident, and a sum by
 * which a later edit by hand is known. Only marks at the very end count, and a text cannot bring any.
 */
import { createHash } from "node:crypto";

import { redact } from "../../secrets/redact.ts";

/** GitHub refuses a longer one. */
const LONGEST = 65_536;
const KEYS_KEPT = 20;
const RISK = "risk:pull";
const CUT = "\n\n… (cut: longer than GitHub takes)";
const MARKS = /(?:\n<!-- sentinel:[\w.:-]+ -->)+\s*$/;

export type Marks = {
  /** Of the approvals that wrote this body, the first one first. */
  keys: string[];
  incident_id: string | undefined;
  /** It is about the risk of the pull request itself. */
  risk: boolean;
  /** Nobody changed the text since. */
  intact: boolean;
};

/** The text as it is posted; without an incident it is about the risk of the pull request. `earlier`: keys of approvals that wrote an earlier version, so that each is still found. */
export function markedBody(
  text: string,
  {
    key,
    incident_id,
    earlier = [],
  }: { key: string; incident_id?: string | undefined; earlier?: readonly string[] },
): string {
  const keys = [...earlier.filter((each) => each !== key), key].slice(-KEYS_KEPT);
  const safe = harmless(text);
  const tail = (sum: string) =>
    [
      "",
      ...keys.map(mark),
      mark(incident_id === undefined ? RISK : `incident:${incident_id}`),
      mark(`sum:${sum}`),
    ].join("\n");
  const room = LONGEST - tail("0".repeat(16)).length;
  const kept = safe.length <= room ? safe : `${safe.slice(0, room - CUT.length)}${CUT}`;
  return `${kept}${tail(sumOf(kept))}`;
}

/** undefined when the body has no marks. */
export function readMarks(body: string): Marks | undefined {
  const plain = body.replaceAll("\r\n", "\n");
  const tail = MARKS.exec(plain)?.[0];
  if (tail === undefined) return undefined;
  const marks = [...tail.matchAll(/<!-- sentinel:([\w.:-]+) -->/g)].map(([, name = ""]) => name);
  const named = (kind: string) => marks.find((each) => each.startsWith(`${kind}:`))?.slice(kind.length + 1);
  return {
    keys: marks.filter((each) => !each.includes(":")),
    incident_id: named("incident"),
    risk: marks.includes(RISK),
    intact: named("sum") === sumOf(plain.slice(0, plain.length - tail.length)),
  };
}

function mark(name: string): string {
  return `<!-- sentinel:${name} -->`;
}

/** No secrets, no comment of its own (a forged mark hides in one), and nobody is called by a mention that a source planted. */
export function harmless(text: string): string {
  return redact(text)
    .replaceAll("\r\n", "\n")
    .replaceAll("\0", "")
    .replaceAll("<!--", "&lt;!--")
    .replaceAll(/@(?=[A-Za-z0-9])/g, "@\u200b")
    .trimEnd();
}

function sumOf(text: string): string {
  return createHash("sha256").update(text.trimEnd()).digest("hex").slice(0, 16);
}
