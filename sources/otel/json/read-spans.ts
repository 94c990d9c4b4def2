import type { Span, SpanEvent, SpanLink } from "../span.ts";
import {
  attributesOf,
  hexOf,
  isFields,
  listOf,
  microsOf,
  textOf,
  type Fields,
  type Scoped,
} from "./read-export.ts";

/** Enums may come by number, and from some senders by name. */
const KINDS = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];
const STATUSES = ["UNSET", "OK", "ERROR"];

/** The spans of a request. Throws `usage` for lists that are none. */
export function spansOf(groups: Scoped[]): Span[] {
  return groups.flatMap(({ resource, scope, items }) =>
    items.map((item): Span => {
      const { attributes, bad } = attributesOf(item["attributes"]);
      const events = listOf(item["events"], "events").map(eventOf);
      const links = listOf(item["links"], "links").map(linkOf);
      const status = isFields(item["status"]) ? item["status"] : {};
      return {
        resource,
        scope,
        trace_id: hexOf(item["traceId"]),
        span_id: hexOf(item["spanId"]),
        parent_span_id: hexOf(item["parentSpanId"]),
        name: textOf(item["name"]),
        kind: enumOf(item["kind"], "SPAN_KIND_", KINDS),
        start_us: microsOf(item["startTimeUnixNano"]),
        end_us: microsOf(item["endTimeUnixNano"]),
        attributes,
        events: events.map(({ event }) => event),
        links: links.map(({ link }) => link),
        status_code: enumOf(status["code"], "STATUS_CODE_", STATUSES),
        status_message: textOf(status["message"]),
        bad: bad ?? events.find((one) => one.bad)?.bad ?? links.find((one) => one.bad)?.bad,
      };
    }),
  );
}

function eventOf(item: Fields): { event: SpanEvent; bad: string | undefined } {
  const { attributes, bad } = attributesOf(item["attributes"]);
  return { event: { name: textOf(item["name"]), at_us: microsOf(item["timeUnixNano"]), attributes }, bad };
}

function linkOf(item: Fields): { link: SpanLink; bad: string | undefined } {
  const { attributes, bad } = attributesOf(item["attributes"]);
  return { link: { trace_id: hexOf(item["traceId"]), span_id: hexOf(item["spanId"]), attributes }, bad };
}

function enumOf(given: unknown, prefix: string, names: string[]): number {
  if (typeof given === "number") return given;
  return typeof given === "string" ? Math.max(0, names.indexOf(given.replace(prefix, ""))) : 0;
}
