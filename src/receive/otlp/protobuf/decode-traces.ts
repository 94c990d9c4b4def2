/**
 * ExportTraceServiceRequest to spans. Written by hand because it is the hottest loop of the intake: protobufjs makes an object
 * of every message, which costs four times as much (tests/bench/otlp.ts). A test decodes random requests with both.
 */
import type { Resource, Scope, Span } from "../../../../sources/otel/span.ts";
import { SentinelError, messageOf } from "../../../errors.ts";
import { decodeSpan } from "./decode-span.ts";
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
