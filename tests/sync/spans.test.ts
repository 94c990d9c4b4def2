import * as fc from "fast-check";
import { expect, it } from "vitest";

import { cut, subtract, union, type Span } from "../../src/sync/spans.ts";

const LAST = 60;
const moment = fc.integer({ min: 0, max: LAST });
const spans = fc.array(fc.record({ from: moment, to: moment }), { maxLength: 8 });
/** The slow, obvious reading of a set of spans. */
const moments = (list: Span[]) =>
  Array.from({ length: LAST }, (_, at) => at).filter((at) =>
    list.some(({ from, to }) => from <= at && at < to),
  );

it("joins spans without gaining or losing a moment", () => {
  fc.assert(
    fc.property(spans, (list) => {
      const joined = union(list);
      expect(moments(joined)).toEqual(moments(list));
      expect(joined.every(({ from }, index) => index === 0 || from > (joined[index - 1]?.to ?? 0))).toBe(
        true,
      );
    }),
  );
});

it("subtracts exactly the moments of the others", () => {
  fc.assert(
    fc.property(spans, spans, (list, minus) => {
      const gone = new Set(moments(minus));
      expect(moments(subtract(list, minus))).toEqual(moments(list).filter((at) => !gone.has(at)));
    }),
  );
});

it("cuts at fixed boundaries, whatever the span", () => {
  fc.assert(
    fc.property(spans, fc.integer({ min: 1, max: 15 }), (list, step) => {
      const parts = cut(list, step);
      expect(moments(parts)).toEqual(moments(list));
      for (const { from, to } of parts) expect(Math.floor(from / step)).toBe(Math.floor((to - 1) / step));
    }),
  );
});
