/** Attributes that are nested deeper than anything real. */

/** An AnyValue of OTLP/JSON. */
export function deepValue(depth: number): object {
  let value: object = { stringValue: "deep" };
  for (let level = 0; level < depth; level += 1) value = { arrayValue: { values: [value] } };
  return value;
}

/** A whole request in protobuf, built from inside out: no encoder goes that deep. */
export function deepProtobuf(depth: number): Buffer {
  let value = field(1, Buffer.from("x"));
  for (let level = 0; level < depth; level += 1) value = field(5, field(1, value));
  const attribute = Buffer.concat([field(1, Buffer.from("k")), field(2, value)]);
  const span = Buffer.concat([
    field(1, Buffer.alloc(16, 1)),
    field(2, Buffer.alloc(8, 1)),
    field(9, attribute),
  ]);
  return field(1, field(2, field(2, span)));
}

/** A length-delimited field. */
function field(number: number, body: Buffer): Buffer {
  const length: number[] = [];
  let rest = body.length;
  for (; rest > 0x7f; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length, rest]), body]);
}
