/**
 * ExportTraceServiceRequest to spans. Written by hand because it is the hottest loop of the intake: protobufjs makes an object
 * of every message, which costs four times as much (tests/bench/otlp.ts). A test decodes random requests with both.
 */
import type { Resource, Scope, Span, SpanEvent, SpanLink } from "../../../../sources/otel/span.ts";
import { SentinelError, messageOf } from "../../../errors.ts";
import { decodeAttribute, tooDeep } from "./decode-value.ts";
import { Reader } from "./reader.ts";

/** Throws `usage` for bytes that are no such request. */
export function decodeTraces(body: Buffer): Span[] {
  const reader = new Reader(body);
  const spans: Span[] = [];
  try {
    while (reader.more) {
      const tag = reader.tag();
      if (tag === 10) decodeResourceSpans(reader, spans);
      else reader.skip(tag);
    }
    return spans;
  } catch (error) {
    throw new SentinelError("usage", `this is no export request in protobuf: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function decodeResourceSpans(reader: Reader, spans: Span[]): void {
  const outer = reader.enter();
  // Fields may come in any order: spans know their resource before it is read.
  const resource: Resource = { attributes: {}, bad: undefined };
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) decodeResource(reader, resource);
    else if (tag === 18) decodeScopeSpans(reader, resource, spans);
    else reader.skip(tag);
  }
  reader.leave(outer);
}

function decodeResource(reader: Reader, resource: Resource): void {
  const outer = reader.enter();
  const end = reader.end;
  try {
    while (reader.more) {
      const tag = reader.tag();
      if (tag === 10) decodeAttribute(reader, resource.attributes);
      else reader.skip(tag);
    }
  } catch (error) {
    if (error !== tooDeep) throw error;
    resource.bad = tooDeep.message;
    reader.end = end;
  }
  reader.leave(outer);
}

function decodeScopeSpans(reader: Reader, resource: Resource, spans: Span[]): void {
  const outer = reader.enter();
  const scope: Scope = { name: "", version: "" };
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) decodeScope(reader, scope);
    else if (tag === 18) spans.push(decodeSpan(reader, resource, scope));
    else reader.skip(tag);
  }
  reader.leave(outer);
}

function decodeScope(reader: Reader, scope: Scope): void {
  const outer = reader.enter();
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) scope.name = reader.key();
    else if (tag === 18) scope.version = reader.key();
    else reader.skip(tag);
  }
  reader.leave(outer);
}

function decodeSpan(reader: Reader, resource: Resource, scope: Scope): Span {
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
