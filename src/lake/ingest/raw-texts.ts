/**
 * Writes the texts of a column in one go. A text in a vector is 16 bytes: its length, then the text itself when it has at most
 * twelve bytes, else its first four bytes and the address of all of it. All texts are handed over as one, and the entries
 * are addresses within it.
 */
import { DuckDBDataChunk, VARCHAR } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";

import { once } from "../../once.ts";
import type { Stored } from "../values/column-values.ts";
import { spaceFor } from "./raw-space.ts";

const ENTRY = 16;
const INLINE = 12;
const TWO_32 = 2 ** 32;
/** Characters of a column of one chunk that are handed over as one text; columns of longer ones go one by one. */
const JOINED = 1_000_000;

type Texts = (Stored | null)[];

const joinedBytes = once(() => Buffer.allocUnsafeSlow(JOINED * 3));

/** Leaves out what is no text; whether an entry is null is for its caller to say. See `writeColumn`. */
export function writeTexts(vectors: duckdb.Vector[], values: Texts): void {
  if (layoutIsKnown() && writeJoined(vectors, values)) return;
  for (const vector of vectors) writeEach(vector, values);
}

function writeEach(vector: duckdb.Vector, values: Texts): void {
  values.forEach((value, index) => {
    if (typeof value === "string") duckdb.vector_assign_string_element(vector, index, value);
  });
}

/** Answers whether the texts could be written this way. A text that is that of the row before shares its bytes. */
function writeJoined(vectors: duckdb.Vector[], values: Texts): boolean {
  const [owner] = vectors;
  const joined = withoutRepeats(values).join("");
  if (joined.length > JOINED || owner === undefined) return false;
  const texts = joinedBytes();
  const written = texts.write(joined, "utf8");
  const ascii = written === joined.length;
  const { buffer, bytes, words } = spaceFor(values.length * ENTRY);
  let low = 0;
  let high = 0;
  if (written > INLINE) {
    duckdb.vector_assign_string_element_len(owner, 0, texts.subarray(0, written));
    const first = duckdb.vector_get_data(owner, ENTRY);
    const address = new DataView(first.buffer, first.byteOffset + 8, 8);
    low = address.getUint32(0, true);
    high = address.getUint32(4, true);
  }
  let from = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    const word = index * 4;
    if (index > 0 && value === values[index - 1]) {
      words.copyWithin(word, word - 4, word);
      continue;
    }
    const length = typeof value !== "string" ? 0 : ascii ? value.length : Buffer.byteLength(value);
    words[word] = length;
    if (length <= INLINE) {
      words[word + 1] = 0;
      words[word + 2] = 0;
      words[word + 3] = 0;
    } else {
      words[word + 2] = low + from;
      words[word + 3] = high + (low + from >= TWO_32 ? 1 : 0);
    }
    const shown = length > INLINE ? 4 : length;
    for (let at = 0; at < shown; at += 1) bytes[word * 4 + 4 + at] = texts[from + at] ?? 0;
    from += length;
  }
  // Halves of a surrogate pair that met where two texts were joined became one character.
  if (from !== written) return false;
  for (const vector of vectors) duckdb.copy_data_to_vector(vector, 0, buffer, 0, values.length * ENTRY);
  return true;
}

function withoutRepeats(values: Texts): Texts {
  const kept: Texts = [];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? null;
    if (index === 0 || value !== values[index - 1]) kept.push(value);
  }
  return kept;
}

/** The layout is DuckDB's own, and what @duckdb/node-api reads texts by. A version that changes it gets them one by one. */
const layoutIsKnown = once(() => {
  const texts = ["", "twelve bytes", "thirteen byte", "größer", "x".repeat(5_000), "\u{1f4a1} light"];
  const chunk = DuckDBDataChunk.create([VARCHAR], texts.length);
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, 0);
  if (!writeJoined([vector], texts)) return false;
  const read = duckdb.vector_get_data(vector, texts.length * ENTRY);
  const words = new DataView(read.buffer, read.byteOffset, read.byteLength);
  return (
    texts.every((text, index) => words.getUint32(index * ENTRY, true) === Buffer.byteLength(text)) &&
    chunk.getColumnValues(0).every((text, index) => text === texts[index])
  );
});
