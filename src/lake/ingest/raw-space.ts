/** A piece of memory that columns are laid out in before they are copied into a vector, seen in several ways. */
export type Space = { buffer: ArrayBuffer; bytes: Uint8Array; words: Uint32Array; doubles: Float64Array };

const spaceOf = (buffer: ArrayBuffer): Space => ({
  buffer,
  bytes: new Uint8Array(buffer),
  words: new Uint32Array(buffer),
  doubles: new Float64Array(buffer),
});

let space = spaceOf(new ArrayBuffer(0));

/**
 * Space for so many bytes, not cleared. It is one and the same for all: memory of its own for each column would have the
 * garbage collector run all the time.
 */
export function spaceFor(bytes: number): Space {
  if (space.buffer.byteLength < bytes) space = spaceOf(new ArrayBuffer(Math.ceil(bytes / 32_768) * 32_768));
  return space;
}
