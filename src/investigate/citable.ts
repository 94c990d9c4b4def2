/** What a sentence may say when it cites a piece of evidence: its figures, moments, names, commits and links. */
import { plainText } from "./plain-text.ts";
import { toFigure, type Figure } from "./units.ts";

export type Citable = {
  figures: Figure[];
  /** Moments, in milliseconds UTC. */
  moments: number[];
  /** Ids and names that hold digits or signs, as they are written. */
  names: Set<string>;
  /** Lower-case hexadecimal ids: commits, traces, events. */
  hashes: Set<string>;
  links: Set<string>;
  /** `#channel` and `@user`, without the sign. */
  handles: Set<string>;
  /** Texts that may be quoted word for word, as plainText gives them. */
  texts: string[];
};

export const nothingCitable = (): Citable => ({
  figures: [],
  moments: [],
  names: new Set(),
  hashes: new Set(),
  links: new Set(),
  handles: new Set(),
  texts: [],
});

export function joinCitables(parts: Citable[]): Citable {
  return {
    figures: parts.flatMap(({ figures }) => figures),
    moments: parts.flatMap(({ moments }) => moments),
    names: new Set(parts.flatMap(({ names }) => [...names])),
    hashes: new Set(parts.flatMap(({ hashes }) => [...hashes])),
    links: new Set(parts.flatMap(({ links }) => [...links])),
    handles: new Set(parts.flatMap(({ handles }) => [...handles])),
    texts: parts.flatMap(({ texts }) => texts),
  };
}

/**
 * Columns and facts whose text is an id, a name or a state, never prose. Figures, commits and links are taken from
 * these and from typed values only: what somebody wrote in a message proves nothing.
 */
const IDENTIFYING =
  /(^|_)(id|ids|sha|shas|release|releases|version|repo|repos|agent|agents|model|models|tool|tools|task|tasks|database|schema|warehouse|channel|channels|feature|features|environment|state|level|status|kind|connection|service|project|query|table|path|ref|fingerprint|signature|strategy|scope|code|number|prompt_name|author|score|models_before|models_now)$/;
export const LINK_COLUMN = /(^|_)(url|permalink)$/;
const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const LONGEST_NAME = 120;

/** Takes in one named value of a fact, a row or a parameter. `numeric`: its column's type is a number's. */
export function addValue(into: Citable, name: string, value: unknown, numeric = false): void {
  if (typeof value === "number") into.figures.push(toFigure(name, value));
  else if (Array.isArray(value)) for (const element of value) addValue(into, name, element);
  else if (typeof value === "string") addText(into, name, value, numeric);
}

function addText(into: Citable, name: string, value: string, numeric: boolean): void {
  if (numeric && DECIMAL.test(value)) into.figures.push(toFigure(name, Number(value)));
  else if (ISO.test(value)) addMoment(into, value);
  else if (LINK_COLUMN.test(name)) {
    if (/^https?:\/\//.test(value)) into.links.add(value);
  } else if (IDENTIFYING.test(name)) addName(into, name, value);
  else into.texts.push(plainText(value));
}

export function addMoment(into: Citable, moment: string): void {
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(moment) && moment.length > 10;
  const ms = Date.parse(zoned || moment.length <= 10 ? moment : `${moment.replace(" ", "T")}Z`);
  if (!Number.isNaN(ms)) into.moments.push(ms);
}

export function addName(into: Citable, kind: string, value: string): void {
  into.texts.push(plainText(value));
  if (value.length > LONGEST_NAME || value.includes("://") || /^[@#]/.test(value)) return;
  if (/^channels?$/.test(kind) && /^[\w-]+$/.test(value)) into.handles.add(value);
  if (/^[0-9a-f]{7,64}$/i.test(value)) into.hashes.add(value.toLowerCase());
  if (/^\d+$/.test(value)) into.figures.push(toFigure("number", Number(value)));
  else if (/[\d@#]/.test(value)) into.names.add(value);
}
