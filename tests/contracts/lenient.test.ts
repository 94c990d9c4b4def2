import { assert, date, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import * as lenient from "../../src/contracts/lenient.ts";
import type { Page } from "../../src/contracts/table.ts";

describe("utcText", () => {
  it.each([
    ["2026-03-01T10:00:00Z", "2026-03-01T10:00:00.000Z"],
    ["2026-03-01T10:00:00.098086Z", "2026-03-01T10:00:00.098086Z"],
    ["2026-03-01T10:00:00.1234567890Z", undefined],
    ["2026-03-01T10:00:00.123456789Z", "2026-03-01T10:00:00.123456Z"],
    ["2026-03-01T00:30:00+02:00", "2026-02-28T22:30:00.000Z"],
    ["2026-03-01T00:30:00.5-0130", "2026-03-01T02:00:00.500Z"],
    ["2026-03-01 10:00:00", "2026-03-01T10:00:00.000Z"],
    ["2026-13-01T10:00:00Z", undefined],
    ["1772359200", undefined],
    ["yesterday", undefined],
    ["", undefined],
  ])("%s is %s", (text, utc) => {
    expect(lenient.utcText(text)).toBe(utc);
  });

  it("keeps the moment of every date in every zone", () => {
    const min = new Date("0001-01-02T00:00:00Z");
    const max = new Date("9999-12-30T00:00:00Z");
    assert(
      property(
        date({ min, max, noInvalidDate: true }),
        integer({ min: -839, max: 839 }),
        (moment, offset) => {
          const there = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, -1);
          const [hours, minutes] = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60];
          const zone = `${offset < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
          expect(lenient.utcText(`${there}${zone}`)).toBe(moment.toISOString());
        },
      ),
    );
  });
});

describe("fields", () => {
  const Shape = z.object({
    id: lenient.anId,
    text: lenient.maybeText,
    name: lenient.maybeName,
    int: lenient.maybeInt,
    real: lenient.maybeReal,
    flag: lenient.maybeFlag,
    time: lenient.maybeTime,
    texts: lenient.maybeTexts,
    part: lenient.maybeObject({ id: lenient.maybeId }),
  });
  const nothing = {
    text: null,
    name: null,
    int: null,
    real: null,
    flag: null,
    time: null,
    texts: null,
    part: null,
  };

  it.each([
    [{ id: "a" }, { id: "a", ...nothing }],
    [
      { id: 7, text: 5, name: "", int: 1.5, real: "fast", flag: "yes", time: 5, texts: "a", part: [] },
      { id: "7", ...nothing },
    ],
    [
      {
        id: "a",
        text: "",
        name: "n",
        int: "150",
        real: "1e-7",
        flag: false,
        time: "2026-03-01T10:00:00Z",
        texts: ["a", 1],
        part: {},
      },
      {
        id: "a",
        text: "",
        name: "n",
        int: 150,
        real: 1e-7,
        flag: false,
        time: "2026-03-01T10:00:00.000Z",
        texts: ["a"],
        part: { id: null },
      },
    ],
  ])("of %j read as %j", (item, read) => {
    expect(lenient.readAs(Shape, item, "item")).toEqual(read);
  });

  it("that must be there are named when they cannot be read", () => {
    expect(() => lenient.readAs(Shape, {}, "item")).toThrow(/^item\.id: /);
    expect(() => lenient.readAs(lenient.aTime, "soon", "item.time")).toThrow(
      "item.time: not an ISO 8601 time",
    );
  });

  it("of a wrong type are told once, and only those", async () => {
    const items = [{ id: "a", int: "x", name: "" }, { id: "b", int: "y", text: null }, { int: "z" }];
    async function* pages(): AsyncGenerator<Page> {
      yield { items, api: "v1/things" };
      yield { items: [...items, { id: "c", flag: 1 }], api: "v1/things" };
    }
    const warnings: string[] = [];
    const read: Page[] = [];
    for await (const page of lenient.oddFieldsTold(pages(), Shape, (message) => warnings.push(message)))
      read.push(page);
    expect(read.map((page) => page.items.length)).toEqual([3, 4]);
    expect(warnings).toEqual([
      "v1/things: int is of the wrong type and is left out",
      "v1/things: flag is of the wrong type and is left out",
    ]);
  });
});

it("keeps text raw and everything else as JSON text", () => {
  expect([
    lenient.rawText("a"),
    lenient.rawText({ a: 1 }),
    lenient.rawText(null),
    lenient.rawText(undefined),
  ]).toEqual(["a", '{"a":1}', null, null]);
  expect([lenient.jsonText("a"), lenient.jsonText(0), lenient.jsonText(undefined)]).toEqual([
    '"a"',
    "0",
    null,
  ]);
});
