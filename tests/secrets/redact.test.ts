import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { expect, it } from "vitest";

import { keepSecret } from "../../src/secrets/known.ts";
import { SECRET_PATTERNS } from "../../src/secrets/patterns.ts";
import { redact, redactDeep } from "../../src/secrets/redact.ts";
import { packageRoot } from "../../src/root.ts";
import { SAMPLES } from "./samples.ts";

it(`has a sample for each of its ${SECRET_PATTERNS.length} patterns, and documents where each shape comes from`, () => {
  for (const { kind, found, source } of SECRET_PATTERNS) {
    expect(source, kind).toMatch(/^(RFC \d+|[\w.-]+\.[a-z]+\/|docs\/)/);
    expect(
      SAMPLES.some(({ text }) => text.search(found) >= 0),
      kind,
    ).toBe(true);
  }
});

it.each(SAMPLES)("cuts out a $kind, quoted, escaped and at a line's end as well", ({ secret, text }) => {
  const told = secret.replaceAll("\n", "\\n");
  for (const carrier of [text, JSON.stringify(`first line\n${text}`), `a\n${text}`, `<p>${text}</p>`]) {
    const left = redact(carrier);
    expect(left).not.toContain(secret);
    expect(left).not.toContain(told);
    expect(left).toContain("[redacted]");
  }
  // A log line stays a JSON document.
  expect(() => JSON.parse(redact(JSON.stringify({ message: text })))).not.toThrow();
});

it("knows a value in force in every form in which it travels", () => {
  const secret = 'in force: "42"/+ü';
  keepSecret(secret, "key7", undefined, "abc");
  const basic = [0, 1, 2].map((n) => Buffer.from(`${"u".repeat(n)}:${secret}:tail`).toString("base64"));
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret), ...basic];
  for (const form of forms) {
    const left = redact(`before ${form} after`);
    expect(left).toMatch(/^before .*\[redacted\].* after$/);
    expect(Buffer.from(left, "base64").toString()).not.toContain("in force");
  }
  expect(redact("key7, monkey77 and abc")).toBe("[redacted], monkey77 and abc");
  expect(redactDeep({ a: [secret, { b: secret, n: 1 }] })).toEqual({
    a: ["[redacted]", { b: "[redacted]", n: 1 }],
  });
});

const seedText = (folder: string): string[] =>
  readdirSync(join(packageRoot(), folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ndjson") || name.endsWith(".json"))
    .map((name) => readFileSync(join(packageRoot(), folder, name), "utf8"));

it("leaves the seeds' own text as it is", () => {
  const files = [...seedText("seeds/quiet"), ...seedText("seeds/incidents")];
  // The start of each: the rest of a file is more of the same.
  const cut = files.flatMap((text) =>
    text
      .slice(0, 60_000)
      .split("\n")
      .filter((line) => redact(line) !== line),
  );
  expect(files.length).toBeGreaterThan(10);
  expect(cut).toEqual([]);
});

it("leaves ids, digests, times, addresses and sentences as they are", () => {
  const word = fc.constantFrom(
    ..."token password secret key authorization of the in api agent was read risk-free desk-top".split(" "),
  );
  const id = fc.oneof(
    fc.uuid(),
    fc.uint8Array({ minLength: 16, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("hex")),
    fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
    fc.webUrl(),
    fc.nat().map(String),
    word,
    fc.constantFrom(
      "tokens: 1024",
      "max_tokens=4096",
      "Basic Authentication",
      "npm_config_registry",
      "task-list-of-things-to-do",
    ),
  );
  fc.assert(
    fc.property(fc.array(id, { minLength: 1, maxLength: 8 }), (parts) => {
      const text = parts.join(" ");
      expect(redact(text)).toBe(text);
    }),
    { numRuns: 200 },
  );
});

// A pattern that goes back over the text would need hours for these.
it.each([
  "-----BEGIN PRIVATE KEY-----",
  "password=",
  "https://a:",
  "eyJaaaaaaaa.",
  "sk-",
  "sk_",
  "Bearer ",
  "token: ",
])("gets through 300,000 characters of %s", (part) => {
  const text = part.repeat(300_000 / part.length);
  expect(redact(text).length).toBeLessThanOrEqual(text.length * 2);
});
