// oxlint-disable-next-line no-control-regex -- control characters of a vendor must not reach a terminal
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]+/g;

/** One short printable line of a hostile text. */
export function oneLine(text: string, longest = 200): string {
  const line = text.replaceAll(CONTROL, " ").replaceAll(/\s+/g, " ").trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
