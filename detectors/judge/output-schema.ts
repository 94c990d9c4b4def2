/** The form of a feature's JSON outputs, merged over many of them, and one output held against it. */

/** Keys as path:type, list positions left out: `$.items[].price:number`. */
export type Output = { form: string; fenced: boolean; paths: string[] };

export type SchemaSnapshot = {
  outputs: number;
  /** Part of the outputs that is JSON. */
  json_share: number;
  fenced_share: number;
  /** Keys that nearly every output has that has the object around them. */
  required: string[];
  /** Types seen per key. */
  types: Record<string, string[]>;
  /** Outputs that had the key. */
  seen: Record<string, number>;
};

/** Outputs that must have had a key before an unknown type of it says anything. */
const KNOWN_KEY = 10;

/** Merges outputs into a snapshot. A key is required when at least `required_share` of its parents have it. */
export function snapshotOf(outputs: Output[], required_share: number): SchemaSnapshot {
  const json = outputs.filter(isJson);
  const types = new Map<string, Set<string>>();
  const seen = new Map<string, number>();
  for (const { paths } of json) {
    for (const [key, kinds] of keysOf(paths)) {
      seen.set(key, (seen.get(key) ?? 0) + 1);
      types.set(key, new Set([...(types.get(key) ?? []), ...kinds]));
    }
  }
  const required = [...seen].filter(([key, count]) => {
    const parent = parentOf(key);
    const parents =
      parent === undefined ? json.length : json.filter((output) => isObject(output, parent)).length;
    return !key.endsWith("[]") && count >= required_share * parents;
  });
  return {
    outputs: outputs.length,
    json_share: outputs.length === 0 ? 0 : json.length / outputs.length,
    fenced_share: outputs.length === 0 ? 0 : outputs.filter(({ fenced }) => fenced).length / outputs.length,
    required: required.map(([key]) => key).toSorted(),
    types: Object.fromEntries([...types].map(([key, kinds]) => [key, [...kinds].toSorted()])),
    seen: Object.fromEntries(seen),
  };
}

/** What is wrong with an output by the snapshot, in words; undefined when nothing is. Extra keys are not wrong. */
export function breach(output: Output, snapshot: SchemaSnapshot): string | undefined {
  if (!isJson(output)) return output.form === "empty" ? "no output" : "not JSON";
  const keys = keysOf(output.paths);
  for (const key of snapshot.required) {
    const parent = parentOf(key);
    if (!keys.has(key) && (parent === undefined || isObject(output, parent))) return `key ${key} is missing`;
  }
  for (const [key, kinds] of keys) {
    const known = snapshot.types[key];
    if (known === undefined || (snapshot.seen[key] ?? 0) < KNOWN_KEY) continue;
    // A key that was only ever null has no known type.
    if (known.every((kind) => kind === "null")) continue;
    const odd = [...kinds].find((kind) => !known.includes(kind));
    if (odd !== undefined) return `key ${key} is ${odd}, was ${known.join(" or ")}`;
  }
  return undefined;
}

const isJson = ({ form }: Output): boolean => form === "json" || form === "tool_call";

function keysOf(paths: string[]): Map<string, Set<string>> {
  const keys = new Map<string, Set<string>>();
  for (const path of paths) {
    const colon = path.lastIndexOf(":");
    const key = path.slice(0, colon);
    keys.set(key, new Set([...(keys.get(key) ?? []), path.slice(colon + 1)]));
  }
  return keys;
}

const isObject = ({ paths }: Output, key: string): boolean => paths.includes(`${key}:object`);

/** `$.items[].price` lies in `$.items[]`; quoted keys may hold points. */
function parentOf(key: string): string | undefined {
  if (key === "$") return undefined;
  const quoted = /^(.*)\."(?:[^"\\]|\\.)*"$/s.exec(key);
  return quoted?.[1] ?? key.slice(0, key.endsWith("[]") ? -2 : key.lastIndexOf("."));
}
