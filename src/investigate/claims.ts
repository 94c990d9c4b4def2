/** Reads the figures that a sentence states, each with its unit, and what is left of the sentence without them. */
import type { Per, Unit } from "./units.ts";

export type Claim = {
  text: string;
  value: number;
  unit: Unit | "times";
  /** Seconds of the time unit that was written, 1 otherwise. */
  scale: number;
  /** What the last digit written is worth: half of it is the rounding allowed. */
  step: number;
  per: Per;
  /** Said to be rough: "about", "over". */
  rough: boolean;
};

const TIME_UNITS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const MAGNITUDES: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  million: 1e6,
  mn: 1e6,
  billion: 1e9,
  bn: 1e9,
};

const NUMBER = new RegExp(
  [
    /(?<rough>\b(?:about|around|roughly|nearly|almost|approximately|over|under|above|below|more than|less than|at least|up to)\s+|~\s?)?/,
    /(?<money>(?:us)?\$\s?|\busd\s?)?/,
    // A digit after a letter and a dash belongs to a name: gpt-4.
    /(?:(?<times_before>(?<![\w-])[x×])|(?<![\w.]|[a-z]-))(?<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)/,
    /(?:\s?(?<magnitude>k|thousand|million|mn|billion|bn)\b)?/,
    /(?:\s?(?<percent>%|percent\b|per cent\b)|\s?(?<dollars>usd\b|us dollars?\b|dollars?\b)|\s?(?<cents>cents?\b|¢)|(?<times>\s?[x×](?!\w)|\s?times\b|-?fold\b)|[\s-]?(?<time>ms\b|milliseconds?\b|s\b|secs?\b|seconds?\b|m\b|mins?\b|minutes?\b|h\b|hrs?\b|hours?\b|days?\b|weeks?\b))?/,
    /(?:\s?(?:\/|\bper |\ban? )\s?(?<per>minute|min|m|hour|hr|h|day|d)\b)?/,
  ]
    .map(({ source }) => source)
    .join(""),
  "gi",
);

export function readClaims(sentence: string): { claims: Claim[]; rest: string } {
  const claims: Claim[] = [];
  const rest = sentence.replaceAll(NUMBER, (...match) => {
    const groups = match.at(-1) as Record<string, string | undefined>;
    claims.push(toClaim(match[0], groups));
    return " ";
  });
  return { claims, rest };
}

function toClaim(text: string, groups: Record<string, string | undefined>): Claim {
  const digits = (groups["number"] ?? "").replaceAll(",", "");
  const magnitude = MAGNITUDES[groups["magnitude"]?.toLowerCase() ?? ""] ?? 1;
  const rough = groups["rough"] !== undefined;
  const decimals = digits.split(".")[1]?.length ?? 0;
  const zeros = rough && decimals === 0 ? (/0*$/.exec(digits)?.[0].length ?? 0) : 0;
  const time = groups["time"]?.toLowerCase();
  const scale =
    time === undefined
      ? 1
      : (TIME_UNITS[time.startsWith("ms") || time.startsWith("milli") ? "ms" : time.charAt(0)] ?? 1);
  const cents = groups["cents"] === undefined ? 1 : 0.01;
  return {
    text: text.trim(),
    value: Number(digits) * magnitude * scale * cents,
    unit: unitOf(groups),
    scale,
    step: 10 ** (zeros - decimals) * magnitude * scale * cents,
    per: perOf(groups["per"]?.toLowerCase()),
    rough,
  };
}

function unitOf(groups: Record<string, string | undefined>): Claim["unit"] {
  if ((groups["money"] ?? groups["dollars"] ?? groups["cents"]) !== undefined) return "usd";
  if (groups["percent"] !== undefined) return "percent";
  if ((groups["times"] ?? groups["times_before"]) !== undefined) return "times";
  return groups["time"] === undefined ? "count" : "seconds";
}

function perOf(text: string | undefined): Per {
  if (text === undefined) return undefined;
  return text.startsWith("m") ? "minute" : text.startsWith("d") ? "day" : "hour";
}

const WORDS: Record<string, number> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  dozen: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
  hundred: 100,
  hundreds: 100,
  thousand: 1e3,
  thousands: 1e3,
  million: 1e6,
  millions: 1e6,
  twice: 2,
  double: 2,
  doubled: 2,
  triple: 3,
  tripled: 3,
  threefold: 3,
  quadrupled: 4,
  fivefold: 5,
  tenfold: 10,
};
const WORD = new RegExp(`\\b(${Object.keys(WORDS).join("|")})\\b`, "gi");

/** Numbers written as words. "One" is left out: it mostly counts nothing. */
export function readNumberWords(sentence: string): Claim[] {
  return [...sentence.matchAll(WORD)].map(([text]) => ({
    text,
    value: WORDS[text.toLowerCase()] ?? 0,
    unit: "count",
    scale: 1,
    step: 1,
    per: undefined,
    rough: true,
  }));
}
