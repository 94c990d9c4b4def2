/** Who may sign in to an account, and how Snowflake words it when someone may not. */
import { createHash, createPublicKey, verify } from "node:crypto";
import { z } from "zod";

/** What an account accepts; with none of it given, any credential that is not empty. */
export type Credentials = {
  username?: string;
  password?: string;
  /** Programmatic access token. */
  token?: string;
  oauth_token?: string;
  /** PEM of the user's public key. */
  public_key?: string;
};

export type Login = z.infer<typeof Login>;
const text = z.string().nullish();
export const Login = z.object({
  ACCOUNT_NAME: z.string(),
  LOGIN_NAME: text,
  PASSWORD: text,
  AUTHENTICATOR: text,
  TOKEN: text,
});

export type LoginRefusal = { code: string; message: string };

const REFUSALS = {
  password: { code: "390100", message: "Incorrect username or password was specified." },
  key: { code: "390144", message: "JWT token is invalid." },
  token: { code: "394400", message: "Programmatic access token is invalid." },
  oauth: { code: "390303", message: "Invalid OAuth access token." },
};

/** undefined lets the user in. */
export function refusalOf(login: Login, accepted: Credentials): LoginRefusal | undefined {
  const open = Object.keys(accepted).length === 0;
  if (
    accepted.username !== undefined &&
    login.LOGIN_NAME?.toLowerCase() !== accepted.username.toLowerCase()
  ) {
    return REFUSALS.password;
  }
  const matches = (given: string | null | undefined, wanted: string | undefined) =>
    given !== null && given !== undefined && given !== "" && (open || given === wanted);
  const way = login.AUTHENTICATOR;
  if (way === "SNOWFLAKE_JWT") return isSigned(login, accepted.public_key, open) ? undefined : REFUSALS.key;
  if (way === "PROGRAMMATIC_ACCESS_TOKEN")
    return matches(login.TOKEN, accepted.token) ? undefined : REFUSALS.token;
  if (way === "OAUTH") return matches(login.TOKEN, accepted.oauth_token) ? undefined : REFUSALS.oauth;
  return matches(login.PASSWORD, accepted.password) ? undefined : REFUSALS.password;
}

const Claims = z.object({ iss: z.string(), sub: z.string() });

/** The key pair's JWT: RS256, issued by ACCOUNT.USER with the fingerprint of the public key. */
function isSigned(
  { ACCOUNT_NAME, LOGIN_NAME, TOKEN }: Login,
  public_key: string | undefined,
  open: boolean,
): boolean {
  const [header, payload, signature] = (TOKEN ?? "").split(".");
  if (header === undefined || payload === undefined || signature === undefined) return false;
  if (open) return true;
  if (public_key === undefined) return false;
  const key = createPublicKey(public_key);
  const fingerprint = createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("base64");
  const user = `${ACCOUNT_NAME}.${LOGIN_NAME ?? ""}`.toUpperCase();
  const claims = Claims.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8"))).data;
  return (
    claims?.sub === user &&
    claims.iss === `${user}.SHA256:${fingerprint}` &&
    verify("RSA-SHA256", Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"))
  );
}
