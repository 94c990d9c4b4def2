// oxlint-disable-next-line no-control-regex -- control characters of a vendor must not reach a terminal
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]+/g;
/** Tokens of the usual makes, in case a vendor echoes one that we were not told about. */
const TOKEN =
  /\b(?:Bearer|Basic)\s+[\w+/=.~-]{8,}|\b(?:gh[pousr]|github_pat|xox[abprs]|sk|pk|sntrys|gsk)[-_][\w-]{8,}/g;

export type Redact = (text: string) => string;

/**
 * Makes the function that cuts the secrets of one connection out of a text: the values themselves, their Base64
 * and URL-encoded forms (Basic authorization carries `key:secret` encoded), and anything shaped like a token.
 */
export function redactor(secrets: string[]): Redact {
  const forms = secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")])
    // The longest first: a secret that contains another must not leave its rest behind.
    .toSorted((one, other) => other.length - one.length);
  return (text) =>
    forms.reduce((left, form) => left.replaceAll(form, "[redacted]"), text).replaceAll(TOKEN, "[redacted]");
}

/** One short printable line of a hostile text. */
export function oneLine(text: string, longest = 200): string {
  const line = text.replaceAll(CONTROL, " ").replaceAll(/\s+/g, " ").trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
