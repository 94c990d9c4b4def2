/** The two kinds of steps that a run is made of. */
import type { Level } from "../shapes/langfuse.ts";
import type { Model } from "./models.ts";

export type GenerationStep = {
  name: string;
  model: Model;
  input_tokens: number;
  output_tokens: number;
  input: string;
  output: string | null;
  level?: Level;
  status?: string;
  prompt?: { name: string; version: number };
  ms?: number;
  /** The vendor's price of the day over the list price. */
  price?: number;
};

export type ToolStep = {
  name: string;
  input: unknown;
  /** Text as the tool gave it. */
  output: string | null;
  level?: Level;
  status?: string;
  ms?: number;
};
