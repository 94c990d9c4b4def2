/**
 * A table of 64-bit hashes in typed arrays, each with a few numbers beside it: ten million of them take 130 MB without
 * numbers, where a Set of bigints takes a gigabyte. Nothing is ever taken out.
 */
const SEGMENTS = 256;
const FIRST_SLOTS = 64;
/** Share of slots that are taken before a segment doubles. */
const FULL = 0.75;

type Segment = { words: Uint32Array; slots: number; taken: number };

export class HashTable {
  readonly #segments: Segment[];
  readonly #width: number;

  /**
   * `numbers` is how many numbers of 32 bits, unsigned, belong to a hash; `expected` how many hashes are to come, so that segments
   * need not double again and again meanwhile.
   */
  constructor(numbers = 0, expected = 0) {
    this.#width = 2 + numbers;
    const slots = 2 ** Math.ceil(Math.log2(Math.max(FIRST_SLOTS, expected / SEGMENTS / FULL)));
    this.#segments = Array.from({ length: SEGMENTS }, () => this.#segmentOf(slots));
  }

  has(low: number, high: number): boolean {
    const segment = this.#segment(high);
    return taken(segment.words, this.#place(segment, low, high));
  }

  /** Answers whether it was not there yet. */
  add(low: number, high: number): boolean {
    const segment = this.#segment(high);
    const at = this.#place(segment, low, high);
    if (taken(segment.words, at)) return false;
    this.#put(segment, at, low, high);
    return true;
  }

  /** The numbers of a hash, to be read and written at once; undefined when it is not there. */
  numbers(low: number, high: number): Uint32Array | undefined {
    const { words, ...segment } = this.#segment(high);
    const at = this.#place({ words, ...segment }, low, high);
    return taken(words, at) ? words.subarray(at + 2, at + this.#width) : undefined;
  }

  #segment(high: number): Segment {
    const segment = this.#segments[high >>> 24];
    if (segment === undefined) throw new Error("a hash has 64 bits");
    return segment;
  }

  #segmentOf(slots: number): Segment {
    return { words: new Uint32Array(slots * this.#width), slots, taken: 0 };
  }

  /** Where the hash is, or the free place where it belongs. */
  #place({ words, slots }: Segment, low: number, high: number): number {
    const mask = slots - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const at = slot * this.#width;
      if (!taken(words, at) || (words[at] === low && words[at + 1] === stored(low, high))) return at;
    }
  }

  #put(segment: Segment, at: number, low: number, high: number): void {
    segment.words[at] = low;
    segment.words[at + 1] = stored(low, high);
    segment.taken += 1;
    if (segment.taken > segment.slots * FULL) this.#double(segment);
  }

  #double(segment: Segment): void {
    const { words } = segment;
    const width = this.#width;
    Object.assign(segment, { ...this.#segmentOf(segment.slots * 2), taken: segment.taken });
    for (let at = 0; at < words.length; at += width) {
      if (taken(words, at)) {
        segment.words.set(
          words.subarray(at, at + width),
          this.#place(segment, words[at] ?? 0, words[at + 1] ?? 0),
        );
      }
    }
  }
}

/** A slot of two zeros is free. */
const taken = (words: Uint32Array, at: number) => words[at] !== 0 || words[at + 1] !== 0;
const stored = (low: number, high: number) => (low === 0 && high === 0 ? 1 : high);
