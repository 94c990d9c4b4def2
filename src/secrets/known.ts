/**
 * Every secret value in force in this process. One register for the whole process, not one per part: credentials
 * belong to the process as its environment does, and a part that was handed no list must not be the one that leaks.
 */

/** Value -> the regular expression that finds it, in any form in which it may appear. */
const known = new Map<string, RegExp>();

/** Shorter ones are no secrets, and cutting them out would mangle every text. */
const SHORTEST = 4;
/** Below this length a value counts only where it stands alone: it may be a part of ordinary words. */
const SURELY_NO_WORD = 8;

/** Remembers secret values, to be cut out of whatever leaves. Call it where a secret is read or made. */
export function keepSecret(...values: (string | undefined)[]): void {
  for (const value of values) {
    if (value === undefined || value.length < SHORTEST || known.has(value)) continue;
    known.set(value, finder(value));
  }
}

/** The longest first: a secret that contains another must not leave its rest behind. */
export function knownSecrets(): { value: string; found: RegExp }[] {
  return [...known]
    .map(([value, found]) => ({ value, found }))
    .toSorted((one, other) => other.value.length - one.value.length);
}

function finder(value: string): RegExp {
  const forms = formsOf(value).map(escapeRegExp);
  const anywhere = forms.join("|");
  return new RegExp(
    value.length < SURELY_NO_WORD ? `(?<![A-Za-z0-9])(?:${anywhere})(?![A-Za-z0-9])` : anywhere,
    "g",
  );
}

/** As it is, in a URL, in a JSON string and in Base64. */
function formsOf(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  return [...new Set([value, encodeURIComponent(value), json, ...base64Forms(value)])].toSorted(
    (one, other) => other.length - one.length,
  );
}

/**
 * Base64 of a text that holds the value (`user:secret` of Basic authorization): what stands before it shifts the bits,
 * so there are three forms, each without the characters at the ends that its neighbours share.
 */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value);
  // Less would be a handful of characters that occur by chance.
  if (bytes.length < SURELY_NO_WORD) return [bytes.toString("base64")];
  return [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor((whole.length * 8) / 6);
    return (["base64", "base64url"] as const).map((alphabet) => whole.toString(alphabet).slice(first, last));
  });
}

const escapeRegExp = (text: string): string => text.replaceAll(/[$()*+./?[\\\]^{|}-]/g, "\\$&");
