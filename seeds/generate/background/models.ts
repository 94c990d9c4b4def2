/** US dollars per million tokens: input, output. */
export const PRICES = {
  "gpt-4.1": [2, 8],
  "gpt-4.1-mini": [0.4, 1.6],
  "gpt-4o": [2.5, 10],
  "o4-mini": [1.1, 4.4],
  "claude-sonnet-4-5": [3, 15],
  "gemini-2.5-pro": [1.25, 10],
  "gemini-2.5-flash": [0.3, 2.5],
} as const;
export type Model = keyof typeof PRICES;
