import { createHash, randomBytes } from "node:crypto";

const KEY = /^sk_sentinel_[\w-]{43}$/;

/** A new API key: 32 random bytes behind a prefix that secret scanners can look for. Shown once, never stored. */
export const newKeyText = (): string => `sk_sentinel_${randomBytes(32).toString("base64url")}`;

export const looksLikeKey = (text: string): boolean => KEY.test(text);

/** SHA-256 (hex): with 256 random bits there is nothing to guess, so a slow hash would protect nothing. */
export const hashSecret = (text: string): string => createHash("sha256").update(text).digest("hex");
