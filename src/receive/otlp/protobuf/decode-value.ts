import { DEEPEST, put, TOO_DEEP, type Attributes, type Value } from "../../../../sources/otel/span.ts";
import type { Reader } from "./reader.ts";

/** Thrown at attributes that are nested too deep; who reads a span goes on behind it. */
export const tooDeep = new Error(TOO_DEEP);

/** One KeyValue into `attributes`. */
export function decodeAttribute(reader: Reader, attributes: Attributes, depth = 0): void {
  const outer = reader.enter();
  let key = "";
  let value: Value = null;
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) key = reader.key();
    else if (tag === 18) value = decodeValue(reader, depth);
    else reader.skip(tag);
  }
  reader.leave(outer);
  put(attributes, key, value);
}

/** An AnyValue; of several fields the last counts. */
function decodeValue(reader: Reader, depth: number): Value {
  if (depth > DEEPEST) throw tooDeep;
  const outer = reader.enter();
  let value: Value = null;
  while (reader.more) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        value = reader.text();
        break;
      case 16:
        value = reader.int64() !== 0;
        break;
      case 24:
        value = reader.int64();
        break;
      case 33:
        value = realOf(reader.double());
        break;
      case 42:
        value = decodeList(reader, depth);
        break;
      case 50:
        value = decodeMap(reader, depth);
        break;
      case 58:
        value = reader.base64();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outer);
  return value;
}

function decodeList(reader: Reader, depth: number): Value[] {
  const outer = reader.enter();
  const values: Value[] = [];
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) values.push(decodeValue(reader, depth + 1));
    else reader.skip(tag);
  }
  reader.leave(outer);
  return values;
}

function decodeMap(reader: Reader, depth: number): Attributes {
  const outer = reader.enter();
  const values: Attributes = {};
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) decodeAttribute(reader, values, depth + 1);
    else reader.skip(tag);
  }
  reader.leave(outer);
  return values;
}

const realOf = (value: number): Value => (Number.isFinite(value) ? value : String(value));
