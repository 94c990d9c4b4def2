/**
 * The citation guard: a sentence stays only when it cites evidence that exists and every figure, moment, commit,
 * id, link and mention in it stands in the evidence it cites. It reads the sentence as a hostile text.
 */
import type { Citable } from "./citable.ts";
import { joinCitables } from "./citable.ts";
import { claimHolds } from "./claim-holds.ts";
import { readClaims, readNumberWords } from "./claims.ts";
import { withoutMoments } from "./moments.ts";
import { PART_NAMES, type Draft, type Sentence } from "./sentence.ts";

/** What may be said with a citation of each piece of evidence, and of the incident as a whole with any. */
export type Sources = { incident: Citable; items: Map<string, Citable> };

export type Dropped = { text: string; reason: string };

/** The draft without what the evidence does not hold, and what was dropped. */
export function guardDraft(draft: Draft, sources: Sources): { draft: Draft; dropped: Dropped[] } {
  const dropped: Dropped[] = [];
  const kept = PART_NAMES.map((part) => [
    part,
    draft[part].filter((sentence) => {
      const reason = reasonToDrop(sentence, sources);
      if (reason !== undefined) dropped.push({ text: sentence.text, reason });
      return reason === undefined;
    }),
  ]);
  return { draft: Object.fromEntries(kept) as Draft, dropped };
}

/** Why the sentence may not stay; undefined when it may. */
export function reasonToDrop({ text, evidence }: Sentence, { incident, items }: Sources): string | undefined {
  if (evidence.length === 0) return "cites nothing";
  const unknown = evidence.find((id) => !items.has(id));
  if (unknown !== undefined) return `cites ${unknown}, which is no evidence of this incident`;
  const cited = joinCitables([incident, ...evidence.flatMap((id) => items.get(id) ?? [])]);
  return unsafeIn(text, cited) ?? unprovenIn(text, cited);
}

const MARKUP = /<\s*[a-z!/@#]|\]\s*\(|!\[|```|[\p{Cc}\u202A-\u202E\u2066-\u2069]/iu;
const LINK = /\b[a-z][a-z0-9+.-]*:(?:\/\/|(?=[a-z]+@))\S+|\bwww\.\S+/gi;
const HOST =
  /\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev|app|ai|co|sh|me|info|biz|xyz|top|site|link|click|ru|cn|de|uk|eu|us|example|invalid|test)\b(?:\/\S*)?/gi;
const MENTION = /(?<![\w.])[@#](?=\p{L})([\p{L}\d_-]+)|\S+@\S+\.\w+/gu;

function unsafeIn(text: string, cited: Citable): string | undefined {
  if (MARKUP.test(text)) return "contains markup";
  const link = [...text.matchAll(LINK)]
    .map(([found]) => found.replace(/[).,;:!?'"\]]+$/, ""))
    .find((url) => !cited.links.has(url));
  if (link !== undefined) return `links to ${link}, which is not in the evidence`;
  const rest = withoutNames(text.replaceAll(LINK, " "), cited.names);
  const host = HOST.exec(rest)?.[0];
  HOST.lastIndex = 0;
  if (host !== undefined) return `names ${host}, which is not in the evidence`;
  const mention = [...rest.matchAll(MENTION)].find(
    ([, name]) => name === undefined || !cited.handles.has(name),
  );
  return mention === undefined ? undefined : `mentions ${mention[0]}, which is not in the evidence`;
}

function unprovenIn(text: string, cited: Citable): string | undefined {
  const told = withoutNames(withoutQuotes(text.replaceAll(LINK, " "), cited.texts), cited.names);
  const timeless = withoutMoments(told, cited.moments);
  if (timeless === undefined) return "states a time that is not in the evidence";
  const hash = [...timeless.matchAll(HASH)]
    .map(([found]) => found.toLowerCase())
    .find((found) => !isKnown(found, cited));
  if (hash !== undefined) return `names ${hash}, which is not in the evidence`;
  const { claims, rest } = readClaims(timeless.replaceAll(HASH, (found) => (isNumber(found) ? found : " ")));
  const wrong = [...claims, ...readNumberWords(rest)].find((claim) => !claimHolds(claim, cited.figures));
  if (wrong !== undefined) return `states ${wrong.text}, which is not in the evidence`;
  const left = /\S*\p{N}\S*/u.exec(rest)?.[0];
  return left === undefined ? undefined : `names ${left}, which is not in the evidence`;
}

/** Hexadecimal ids, dashes of a UUID included. A run of digits may as well be a number. */
const HASH = /(?<![\w-])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{7,64})(?![\w-])/gi;

const isNumber = (text: string): boolean => /^\d+$/.test(text);

function isKnown(hash: string, { hashes, names }: Citable): boolean {
  return isNumber(hash) || [...hashes, ...names].some((known) => known.toLowerCase().startsWith(hash));
}

function withoutNames(text: string, names: Set<string>): string {
  return [...names]
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, name) => rest.replaceAll(asWord(name), " "), text);
}

/** The name by itself: `gpt-4` does not vouch for `gpt-4o`, nor `42` for `$42`. */
function asWord(name: string): RegExp {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\w$@#.-])${literal}(?![\\w@#%-]|\\.\\w)`, "gi");
}

/** What is quoted word for word was said, whatever figures it holds. */
function withoutQuotes(text: string, texts: string[]): string {
  return text.replaceAll(/"([^"]{3,})"|“([^”]{3,})”/g, (whole, straight?: string, curly?: string) => {
    const quoted = (straight ?? curly ?? "").trim();
    return texts.some((known) => known.includes(quoted)) ? " " : whole;
  });
}
