import type { Resource, Scope, Span, SpanEvent, SpanLink } from "../../../../sources/otel/span.ts";
import { decodeAttribute, tooDeep } from "./decode-value.ts";
import type { Reader } from "./reader.ts";

/** One Span message. One that is nested too deep says so, and the reader goes on behind it. */
export function decodeSpan(reader: Reader, resource: Resource, scope: Scope): Span {
  const outer = reader.enter();
  const end = reader.end;
  const span: Span = {
    resource,
    scope,
    trace_id: "",
    span_id: "",
    parent_span_id: "",
    name: "",
    kind: 0,
    start_us: 0,
    end_us: 0,
    attributes: {},
    events: [],
    links: [],
    status_code: 0,
    status_message: "",
    bad: undefined,
  };
  try {
    while (reader.more) decodeSpanField(reader, span, reader.tag());
  } catch (error) {
    if (error !== tooDeep) throw error;
    span.bad = tooDeep.message;
    reader.end = end;
  }
  reader.leave(outer);
  return span;
}

function decodeSpanField(reader: Reader, span: Span, tag: number): void {
  switch (tag) {
    case 10:
      span.trace_id = reader.hex();
      break;
    case 18:
      span.span_id = reader.hex();
      break;
    case 34:
      span.parent_span_id = reader.hex();
      break;
    case 42:
      span.name = reader.key();
      break;
    case 48:
      span.kind = reader.uint32() | 0;
      break;
    case 57:
      span.start_us = reader.micros();
      break;
    case 65:
      span.end_us = reader.micros();
      break;
    case 74:
      decodeAttribute(reader, span.attributes);
      break;
    case 90:
      span.events.push(decodeEvent(reader));
      break;
    case 106:
      span.links.push(decodeLink(reader));
      break;
    case 122:
      decodeStatus(reader, span);
      break;
    default:
      reader.skip(tag);
  }
}

function decodeEvent(reader: Reader): SpanEvent {
  const outer = reader.enter();
  const event: SpanEvent = { name: "", at_us: 0, attributes: {} };
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 9) event.at_us = reader.micros();
    else if (tag === 18) event.name = reader.key();
    else if (tag === 26) decodeAttribute(reader, event.attributes);
    else reader.skip(tag);
  }
  reader.leave(outer);
  return event;
}

function decodeLink(reader: Reader): SpanLink {
  const outer = reader.enter();
  const link: SpanLink = { trace_id: "", span_id: "", attributes: {} };
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) link.trace_id = reader.hex();
    else if (tag === 18) link.span_id = reader.hex();
    else if (tag === 34) decodeAttribute(reader, link.attributes);
    else reader.skip(tag);
  }
  reader.leave(outer);
  return link;
}

function decodeStatus(reader: Reader, span: Span): void {
  const outer = reader.enter();
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 18) span.status_message = reader.text();
    else if (tag === 24) span.status_code = reader.uint32() | 0;
    else reader.skip(tag);
  }
  reader.leave(outer);
}
