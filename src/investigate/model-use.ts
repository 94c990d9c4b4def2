/** Sizes of one answer of the model, as the vendor counts them. */
export type Tokens = { input_tokens: number; output_tokens: number };

/** An answer that did not fit, and was asked for again, was paid for as well. */
export const addTokens = (one: Tokens, other: Tokens): Tokens => ({
  input_tokens: one.input_tokens + other.input_tokens,
  output_tokens: one.output_tokens + other.output_tokens,
});

/** One question about one incident: what it took, how it went, and how many sentences the evidence does not hold. */
export type ModelUse = Tokens & {
  model: string;
  incident: string;
  dropped: number;
  /** `told`: something is left after the guard; `unproven`: nothing is, the template stands; `failed`: no usable answer. */
  outcome: "told" | "unproven" | "failed";
  started_at: Date;
  ended_at: Date;
};
