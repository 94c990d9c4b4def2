/** How a pattern for a secret is written. */

export type SecretPattern = {
  kind: string;
  /** Global. What it matches is replaced whole. */
  found: RegExp;
  /** Where the shape is documented. */
  source: string;
};

/** Not in the middle of a word; an escaped line break (JSON) or byte (URL) before it is no part of a word. */
const START = String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[nrtbf]|\\u[0-9a-f]{4}|%[0-9A-Fa-f]{2}))`;

/** A secret with a shape of its own. */
export const shape = (body: string): RegExp => new RegExp(START + body, "g");

/** After a name such as DD_API_KEY and its `=` or `:`, quoted or not; the name stays, the value goes. */
export const named = (name: string, value: string): RegExp =>
  new RegExp(String.raw`(?<=${name}(?:\\?["'])?\s{0,3}(?:=>|:=|[=:])\s{0,3}(?:\\?["'])?)${value}`, "gi");
