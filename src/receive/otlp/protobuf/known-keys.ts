/** Keys of attributes are few and come again in every span: the text of one is made once. A power of two. */
const KEYS = 4_096;
const LONGEST_KEY = 64;
const keys: ({ bytes: Buffer; text: string } | undefined)[] = Array.from({ length: KEYS });

/** The text at a place that is likely to have come before. */
export function keyAt(bytes: Buffer, at: number, length: number): string {
  if (length > LONGEST_KEY) return bytes.toString("utf8", at, at + length);
  let hash = length;
  for (let index = at; index < at + length; index += 1)
    hash = (Math.imul(hash, 31) + (bytes[index] as number)) | 0;
  const slot = (hash ^ (hash >>> 12)) & (KEYS - 1);
  const known = keys[slot];
  if (known !== undefined && isSame(known.bytes, bytes, at, length)) return known.text;
  const text = bytes.toString("utf8", at, at + length);
  keys[slot] = { bytes: Buffer.from(bytes.subarray(at, at + length)), text };
  return text;
}

function isSame(known: Buffer, bytes: Buffer, at: number, length: number): boolean {
  if (known.length !== length) return false;
  for (let index = 0; index < length; index += 1) if (known[index] !== bytes[at + index]) return false;
  return true;
}
