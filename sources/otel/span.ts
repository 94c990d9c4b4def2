/** Spans as both encodings of OTLP are read: ids as lower case hex, times as microseconds, attributes as plain values. */

/** `NaN`, infinities and whole numbers beyond 2^53 are text: JSON has no other way to keep them. Bytes are base64. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Attributes = { [key: string]: Value };

export type Scope = { name: string; version: string };
/** `bad` is why no span of it can be taken. */
export type Resource = { attributes: Attributes; bad: string | undefined };

export type SpanEvent = { name: string; at_us: number; attributes: Attributes };
export type SpanLink = { trace_id: string; span_id: string; attributes: Attributes };

export type Span = {
  resource: Resource;
  scope: Scope;
  trace_id: string;
  span_id: string;
  /** Empty for a root. */
  parent_span_id: string;
  name: string;
  /** As the protocol numbers them. */
  kind: number;
  /** Microseconds since 1970, UTC; 0 when it was not sent. */
  start_us: number;
  end_us: number;
  attributes: Attributes;
  events: SpanEvent[];
  links: SpanLink[];
  /** As the protocol numbers them: 1 ok, 2 error. */
  status_code: number;
  status_message: string;
  /** Why the span cannot be read; undefined when it can. */
  bad: string | undefined;
};

/** Deeper nesting of attributes is refused: nothing real has it, and every reader would pay. */
export const DEEPEST = 32;
export const TOO_DEEP = `attributes are nested deeper than ${DEEPEST}`;

/** Sets a key that a sender chose; `__proto__` would otherwise set no key. */
export function put(attributes: Attributes, key: string, value: Value): void {
  if (key === "__proto__")
    Object.defineProperty(attributes, key, { value, enumerable: true, configurable: true, writable: true });
  else attributes[key] = value;
}
