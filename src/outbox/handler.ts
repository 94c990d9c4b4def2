import type { Json } from "../contracts/action.ts";
import type { Channel } from "./enqueue.ts";

/** What a handler may know of the letter beside its content. */
export type LetterHead = {
  /** Unique per letter and the same on every try: what the other side deduplicates by, where it can. */
  key: string;
  /** Tries so far, this one included: above 1 an earlier one may have got through unheard. */
  attempts: number;
  /** Id of the approval or incident it is about. */
  cause: string;
};

/**
 * Delivers one letter over one channel; what it answers is kept beside the letter. Throws DeliveryError to say that
 * no retry helps, or when the next one may come; anything else thrown is tried again.
 */
export type Handler = (
  payload: { [name: string]: Json },
  letter: LetterHead,
  at: Date,
) => Promise<Json | void>;

export type Handlers = Record<Channel, Handler>;
