import { ATTRIBUTE_NAMES, INDEXED_MESSAGES, METADATA_PREFIXES, type Field } from "./attribute-names.ts";
import { LLM_PREFIXES } from "./observation-types.ts";

/** Everything that the name of an attribute alone decides. */
export type KnownName = {
  /** As the key of a JSON object, colon included. */
  json: string;
  /** Which thing it says; `rank` is its place among the names for it. */
  place: { field: Field; rank: number } | undefined;
  /** The side whose messages it is a part of, and what follows the prefix. */
  part: { field: "input" | "output"; path: string } | undefined;
  /** The key of metadata that it is. */
  metadata: string | undefined;
  /** Whether it shows that the span is a step of an LLM application. */
  llm: boolean;
};

const PLACES = new Map(
  Object.entries(ATTRIBUTE_NAMES).flatMap(([field, names]) =>
    names.map((name, rank) => [name as string, { field: field as Field, rank }] as const),
  ),
);

/** Names are a sender's to choose, so what is remembered of them is bounded. */
const MOST_NAMES = 10_000;
const known = new Map<string, KnownName>();

export function knownName(name: string): KnownName {
  const remembered = known.get(name);
  if (remembered !== undefined) return remembered;
  const message = INDEXED_MESSAGES.find(({ prefix }) => name.startsWith(prefix));
  const metadata = METADATA_PREFIXES.find((prefix) => name.startsWith(prefix));
  const made: KnownName = {
    json: `${JSON.stringify(name)}:`,
    place: PLACES.get(name),
    part: message && { field: message.field, path: name.slice(message.prefix.length) },
    metadata: metadata === undefined ? undefined : name.slice(metadata.length),
    llm: LLM_PREFIXES.some((prefix) => name.startsWith(prefix)),
  };
  if (known.size >= MOST_NAMES) known.clear();
  known.set(name, made);
  return made;
}
