/** The connection to one Snowflake account: read-only, for it can send nothing but the SELECTs of this folder. */
import type { SourcePorts } from "../../src/contracts/source.ts";
import { SentinelError } from "../../src/errors.ts";
import { isSessionGone, statementFailure } from "./failure.ts";
import { openSession } from "./session.ts";
import { signIns } from "./sign-in.ts";
import { selectPages, type Select, type SnowflakeRow } from "./statement.ts";

const ROWS_PER_PAGE = 1000;

export type SnowflakeClient = {
  /** User and account, as configured. */
  identity: string;
  /** Signs in if need be. Throws UpstreamError. */
  signIn: () => Promise<void>;
  /** The rows of a SELECT, a thousand a page. When the session dies on the way, it starts again from the first row. */
  select: (select: Select, signal: AbortSignal) => AsyncGenerator<SnowflakeRow[]>;
  close: () => Promise<void>;
};

/**
 * Config: `account`, `username`, one of `private_key_file`, `token`, `password`; `access_url`, `role`, `warehouse`.
 * Nothing is sent yet. Throws `invalid` when there is no credential.
 */
export function connectSnowflake(config: Record<string, string>, ports: SourcePorts): SnowflakeClient {
  const { account = "", username = "", access_url, role, warehouse } = config;
  const sign_ins = signIns(config);
  if (sign_ins.length === 0) {
    throw new SentinelError("invalid", "Snowflake has a user and no credential", {
      hint: "set one of SNOWFLAKE_PRIVATE_KEY_FILE, SNOWFLAKE_TOKEN and SNOWFLAKE_PASSWORD",
    });
  }
  const attempt_ms = ports.limits?.attempt_ms ?? 30_000;
  // A warehouse may have to wake up first, and ACCOUNT_USAGE is slow: several attempts' worth for a statement.
  const limits = { patience_ms: 4 * attempt_ms, rows_per_page: ROWS_PER_PAGE };
  const session = openSession({
    sign_ins,
    options: {
      account,
      username,
      database: "SNOWFLAKE",
      schema: "ACCOUNT_USAGE",
      ...(access_url !== undefined && { accessUrl: access_url.replace(/\/+$/, "") }),
      ...(role !== undefined && { role }),
      ...(warehouse !== undefined && { warehouse }),
      application: "Sentinel",
      timeout: attempt_ms,
      sfRetryMaxLoginRetries: 2,
      clientSessionKeepAlive: false,
      clientStoreTemporaryCredential: false,
      // Numbers beyond 2^53 would be rounded in silence; as text they are exact, and then a null is the text
      // 'NULL' unless told otherwise.
      fetchAsString: ["Number"],
      representNullAsStringNull: false,
    },
    admit: ports.admit,
    deadline_ms: 2 * attempt_ms,
    signal: ports.signal,
  });

  async function* select(statement: Select, signal: AbortSignal): AsyncGenerator<SnowflakeRow[]> {
    for (let tried = 1; ; tried += 1) {
      const connection = await session.open();
      await ports.admit();
      try {
        yield* selectPages(connection, statement, limits, signal);
        return;
      } catch (error) {
        signal.throwIfAborted();
        const gone = isSessionGone(error) || !connection.isUp();
        if (gone) session.drop(connection);
        const failure = statementFailure(error);
        // A cut body reaches us untried, while the driver has retried a status. Our own deadline is final.
        const untried = failure.kind === "unavailable" && failure.status === undefined && failure !== error;
        const again = gone || untried;
        if (tried > 1 || !again) throw failure;
        ports.log("debug", `the statement starts again: ${failure.message}`);
      }
    }
  }

  return {
    identity: `${username}@${account}`,
    signIn: async () => void (await session.open()),
    select,
    close: session.close,
  };
}
