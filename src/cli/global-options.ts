/** Options that every command takes. */
export type GlobalOptions = { home?: string; settings?: string; json?: boolean; quiet?: boolean };
