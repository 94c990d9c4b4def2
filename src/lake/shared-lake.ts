import type { Lake } from "./lake.ts";

/** A lake and whether another process holds it; then which. */
export type SharedLake = Lake & {
  borrowed: boolean;
  held_by?: number;
  /**
   * The turn to sync, of which there is one; ends with the function answered. Throws `busy` naming who has it, or
   * who holds the lake without taking writes.
   */
  turn: () => Promise<() => void>;
};
