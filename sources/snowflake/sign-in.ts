/** Ways to sign in to Snowflake, by which of the variables are set. */
import type { ConnectionOptions } from "snowflake-sdk";

export type SignIn = {
  /** The variable that holds the credential, for messages. */
  variable: string;
  options: Partial<ConnectionOptions>;
};

/**
 * The ways to try, in order: key pair, token, password. A token may be a programmatic access token or an OAuth
 * access token; only Snowflake can tell them apart (both come as JWT), so the second is tried when the first is
 * refused. Empty when no credential is set.
 */
export function signIns(config: Record<string, string>): [SignIn, ...SignIn[]] | [] {
  const { private_key_file, private_key_passphrase, token, password } = config;
  if (private_key_file !== undefined) {
    const key = private_key_file.startsWith("-----BEGIN")
      ? { privateKey: private_key_file }
      : { privateKeyPath: private_key_file };
    const pass = private_key_passphrase === undefined ? {} : { privateKeyPass: private_key_passphrase };
    return [
      {
        variable: "SNOWFLAKE_PRIVATE_KEY_FILE",
        options: { authenticator: "SNOWFLAKE_JWT", ...key, ...pass },
      },
    ];
  }
  if (token !== undefined) {
    const by = (authenticator: string): SignIn => ({
      variable: "SNOWFLAKE_TOKEN",
      options: { authenticator, token },
    });
    const pat = by("PROGRAMMATIC_ACCESS_TOKEN");
    // Snowflake's own OAuth tokens say so.
    return token.startsWith("ver:") ? [by("OAUTH")] : [pat, by("OAUTH")];
  }
  return password === undefined ? [] : [{ variable: "SNOWFLAKE_PASSWORD", options: { password } }];
}
