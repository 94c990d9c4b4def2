/** Reads the wire format of protobuf. Every read throws `malformed` at bytes that are none, or are cut short. */
import { keyAt } from "./known-keys.ts";

const malformed = (why: string): Error => new Error(why);

export class Reader {
  readonly bytes: Buffer;
  pos = 0;
  /** Where the present message ends. */
  end: number;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  /** Enters a message; answers the end of the one around it, for `leave`. */
  enter(): number {
    const length = this.length();
    const outer = this.end;
    this.end = this.pos + length;
    return outer;
  }

  /** Goes on behind the present message, whatever of it was read. */
  leave(outer: number): void {
    this.pos = this.end;
    this.end = outer;
  }

  get more(): boolean {
    return this.pos < this.end;
  }

  /** The number of the next field times eight, and its wire type. */
  tag(): number {
    const tag = this.uint32();
    if (tag >>> 3 === 0) throw malformed("a field has the number 0");
    return tag;
  }

  /** A varint of which the low 32 bits count. */
  uint32(): number {
    const { bytes, end } = this;
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= end) throw malformed("it ends within a number");
      const byte = bytes[this.pos++] as number;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw malformed("a number has more than ten bytes");
  }

  /** A signed number of 64 bits; as text where JavaScript's numbers have no room for it. */
  int64(): number | string {
    const { bytes, end } = this;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= end) throw malformed("it ends within a number");
      const byte = bytes[this.pos++] as number;
      const part = byte & 0x7f;
      if (shift < 28) low |= part << shift;
      else if (shift === 28) {
        low |= part << 28;
        high = part >>> 4;
      } else high |= part << (shift - 32);
      if (byte < 0x80) return signed(low >>> 0, high | 0);
    }
    throw malformed("a number has more than ten bytes");
  }

  /** Nanoseconds in fixed64 as whole microseconds. */
  micros(): number {
    const at = this.take(8);
    const low = this.bytes.readUInt32LE(at);
    const high = this.bytes.readUInt32LE(at + 4);
    // Their product would not be exact: the thousand is divided out of the high half first.
    const rest = (high % 1_000) * 4_294_967_296 + low;
    return Math.floor(high / 1_000) * 4_294_967_296 + Math.floor(rest / 1_000);
  }

  double(): number {
    return this.bytes.readDoubleLE(this.take(8));
  }

  text(): string {
    const length = this.length();
    const at = this.take(length);
    return length === 0 ? "" : this.bytes.toString("utf8", at, at + length);
  }

  hex(): string {
    const length = this.length();
    const at = this.take(length);
    return this.bytes.toString("hex", at, at + length);
  }

  base64(): string {
    const length = this.length();
    const at = this.take(length);
    return this.bytes.toString("base64", at, at + length);
  }

  /** A text that is likely to have come before. */
  key(): string {
    const length = this.length();
    const at = this.take(length);
    return keyAt(this.bytes, at, length);
  }

  skip(tag: number): void {
    switch (tag & 7) {
      case 0:
        this.uint32();
        return;
      case 1:
        this.take(8);
        return;
      case 2:
        this.take(this.length());
        return;
      case 5:
        this.take(4);
        return;
      default:
        throw malformed(`a field has the wire type ${tag & 7}`);
    }
  }

  private length(): number {
    const length = this.uint32();
    if (this.pos + length > this.end) throw malformed("it ends within a field");
    return length;
  }

  /** Steps over bytes; answers where they begin. */
  private take(count: number): number {
    const at = this.pos;
    if (at + count > this.end) throw malformed("it ends within a field");
    this.pos = at + count;
    return at;
  }
}

function signed(low: number, high: number): number | string {
  const value = high * 4_294_967_296 + low;
  return Number.isSafeInteger(value) ? value : String((BigInt(high) << 32n) | BigInt(low));
}
