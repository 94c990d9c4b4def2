import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { addName, addValue, nothingCitable } from "../../src/investigate/citable.ts";
import { reasonToDrop, type Sources } from "../../src/investigate/guard.ts";

const SHA = "8c1f2ab90d4e5f60718293a4b5c6d7e8f9012345";

function sources(): Sources {
  const incident = nothingCitable();
  addValue(incident, "cost_usd", 42);
  addValue(incident, "started_at", "2026-03-02T11:04:30.123456Z");
  const e1 = nothingCitable();
  for (const [name, value] of Object.entries({
    spent_usd: 1234.5,
    usual_usd: 4,
    times_usual: 10.47,
    failing_percent: 37.5,
    error_rate: 0.125,
    errors: 1240,
    calls: 14,
    latency_ms: 95_500,
    window_minutes: 90,
    cost_usd_per_hour: 12,
    tiny_usd: 0.0042,
    agent: "retry-search-2",
    model: "gpt-4o",
    release: "shop@2.1.0",
    sha: SHA,
    task: "DB1.ETL.LOAD_V2",
    channel: "incidents",
    permalink: "https://sentry.example/issues/9001/",
    number: 41,
    text: "we lost $99999 at 03:33, see https://evil.example and deadbeef1234, cc @channel",
  })) {
    addValue(e1, name, value);
  }
  const e2 = nothingCitable();
  addValue(e2, "errors", 77);
  addName(e2, "agent", "helper");
  return {
    incident,
    items: new Map([
      ["e1", e1],
      ["e2", e2],
    ]),
  };
}

const reason = (text: string, evidence = ["e1"]) => reasonToDrop({ text, evidence }, sources());

describe("the guard keeps a sentence", () => {
  it.each([
    "The agent spent $1,234.50.",
    "The agent spent USD 1234.5 and the incident cost $42.00.",
    "It cost about $42, and $1.2k in all.",
    "It cost 42 dollars.",
    "That is 10.5 times the usual, about 10x.",
    "37.5% of outputs failed, or roughly 38 percent.",
    "Errors were 12.5% of calls.",
    "There were 1,240 errors in 14 calls.",
    "There were about 1,200 errors.",
    "Fourteen is not written as a digit here, but 14 is.",
    "The search ran x14 times; x14, no less.",
    "Latency rose to 95.5 s within 90 minutes, or 1.5 hours.",
    "It spends $12.00 per hour, $12/h.",
    "It cost $0.0042.",
    "It began at 11:04 on 2026-03-02, at 11:04:30 UTC.",
    "It began on March 2, 2026, or 2 March at 11:04 am.",
    `Commit 8c1f2ab90d raised it, in full ${SHA}.`,
    "Agent retry-search-2 on gpt-4o ran release shop@2.1.0 and task DB1.ETL.LOAD_V2.",
    "See https://sentry.example/issues/9001/ and PR #41.",
    "They talk of it in #incidents.",
    'Somebody wrote "we lost $99999 at 03:33".',
    "No figure at all, and nothing else either.",
  ])("%s", (text) => {
    expect(reason(text)).toBeUndefined();
  });
});

describe("the guard drops a sentence", () => {
  it.each([
    ["a wrong amount", "The agent spent $1,300."],
    ["an amount rounded too far", "It cost about $1."],
    ["a count given as money", "It cost $14."],
    ["money at another rate", "It spends $12.00 per minute."],
    ["a wrong count", "There were 1,300 errors."],
    ["a wrong share", "42% of outputs failed."],
    ["a wrong factor", "That is 3x the usual."],
    ["a number in words", "It failed twelve times, and nobody saw it."],
    ["a doubling", "The cost doubled."],
    ["a wrong time", "It began at 11:05."],
    ["a wrong date", "It began on 2026-03-03."],
    ["a month and day", "It began on April 2."],
    ["a wrong duration", "It lasted 3 hours."],
    ["a foreign commit", "Commit deadbeef1234 is to blame."],
    ["a longer SHA than is known", `Commit ${SHA}0 is to blame.`],
    ["another model", "The model was gpt-4."],
    ["another version", "Release shop@2.1.1 is to blame."],
    ["a foreign link", "See https://evil.example."],
    ["a link that goes on", "See https://sentry.example/issues/9001/../../evil"],
    ["a bare host", "Read more at evil.example/now."],
    ["a www host", "Read more at www.evil.example"],
    ["a mail address", "Write to boss@evil.example."],
    ["a mention", "@channel look at this."],
    ["another channel", "They talk of it in #general."],
    ["a Slack mention", "Hello <!here> all."],
    ["a Markdown link", "Click [here](evil)."],
    ["HTML", "Look <img src=x> here."],
    ["a figure that stands only in somebody's message", "The company lost $99999."],
    ["a time that stands only in somebody's message", "It began at 03:33."],
    ["a quotation nobody wrote", 'Somebody wrote "we lost $77777 today".'],
    ["a link inside a true quotation", 'Somebody wrote "see https://evil.example and more".'],
    ["an issue number of nobody", "It is issue #4242."],
    ["a control character", "Nothing\u001b[2J here."],
  ])("with %s", (_, text) => {
    expect(reason(text)).toBeTypeOf("string");
  });

  it("that cites nothing, an unknown id, or evidence that holds other figures", () => {
    expect(reason("All is well.", [])).toBe("cites nothing");
    expect(reason("All is well.", ["e9"])).toContain("e9");
    expect(reason("There were 1,240 errors.", ["e2"])).toContain("1,240");
    expect(reason("There were 77 errors.", ["e2"])).toBeUndefined();
    expect(reason("There were 77 and 1,240 errors.", ["e1", "e2"])).toBeUndefined();
  });
});

const holding = (amount: number): Sources => {
  const item = nothingCitable();
  addValue(item, "spent_usd", amount);
  return { incident: nothingCitable(), items: new Map([["e1", item]]) };
};

describe("properties of the guard", () => {
  const money = fc.double({ min: 10, max: 1e6, noNaN: true }).map((amount) => Math.round(amount * 100) / 100);
  it("an amount of the evidence may be told in cents, in dollars and with separators", () => {
    fc.assert(
      fc.property(money, (amount) => {
        for (const told of [
          amount.toFixed(2),
          amount.toFixed(0),
          amount.toLocaleString("en-US", { maximumFractionDigits: 2 }),
        ]) {
          expect(
            reasonToDrop({ text: `It cost $${told}.`, evidence: ["e1"] }, holding(amount)),
          ).toBeUndefined();
        }
      }),
    );
  });

  it("an amount more than a tenth off never may, however rough", () => {
    fc.assert(
      fc.property(
        money,
        fc.double({ min: 1.11, max: 50, noNaN: true }),
        fc.boolean(),
        (amount, factor, more) => {
          const told = more ? amount * factor : amount / factor;
          for (const text of [`It cost $${told.toFixed(2)}.`, `It cost about $${Math.round(told)}.`]) {
            if (Math.abs(Math.round(told) - amount) <= amount / 10) continue;
            expect(reasonToDrop({ text, evidence: ["e1"] }, holding(amount))).toBeTypeOf("string");
          }
        },
      ),
    );
  });

  it("digits that the evidence lacks are never kept, whatever stands around them", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), fc.nat(), (text, number) => {
        const empty: Sources = { incident: nothingCitable(), items: new Map([["e1", nothingCitable()]]) };
        expect(reasonToDrop({ text: `${text}${number} ${text}`, evidence: ["e1"] }, empty)).toBeTypeOf(
          "string",
        );
      }),
    );
  });
});
