/** Who may call. */

export type ApiKeyRow = {
  id: string;
  name: string;
  role: string;
  /** SHA-256 of the key: it has 256 random bits, so a slow hash would add nothing. */
  hash: string;
  created_at: string;
  created_by: string;
  last_used_at: string | null;
  revoked_at: string | null;
};

export type SessionRow = {
  hash: string;
  key_id: string | null;
  name: string;
  role: string;
  created_at: string;
  expires_at: string;
  ended_at: string | null;
};

export type ReplayRow = { signature: string; seen_at: string };
