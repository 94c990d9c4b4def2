/** The requests that Snowflake's drivers make: sign-in, renewal, statements, chunks, the end of a session. */
import type { SeedRow } from "../../row.ts";
import type { WireAnswer } from "../transport.ts";
import { jsonAnswer } from "../vendor.ts";
import { chunkAnswer, openResults, parameters } from "./results.ts";
import type { Rowset } from "./rowset.ts";
import { MASTER_VALID_S, openSessions, type Session, type SessionState, VALID_S } from "./sessions.ts";
import { type Credentials, Login, refusalOf } from "./sign-in.ts";
import { QueryRequest, runStatement } from "./statements.ts";
import { openWarehouse, type Warehouse } from "./warehouse.ts";

export type SnowflakeAccount = {
  /** Rows by file name (`snowflake_task_runs`), in the views' own JSON. */
  tables: ReadonlyMap<string, SeedRow[]>;
  /** Name of the seed; the account's own when left out. */
  seed?: string;
  credentials?: Credentials;
};

export type SnowflakeCall = { method: string; url: URL; token: string | undefined; body: unknown };

const ok = (data: unknown): WireAnswer => jsonAnswer(200, { data, code: null, message: null, success: true });
const refused = (code: string, message: string, data: unknown = {}): WireAnswer =>
  jsonAnswer(200, { data, code, message, success: false });

/** Of a result, `inline_rows` come with the answer, the rest in chunks. */
export function snowflakeProtocol(accounts: ReadonlyMap<string, SnowflakeAccount>, inline_rows: number) {
  const sessions = openSessions();
  const results = openResults(inline_rows);
  const warehouses = new Map<string, Promise<Warehouse>>();
  const statements: string[] = [];
  // Account names are case-insensitive.
  const accountOf = (name: string) =>
    [...accounts].find(([each]) => each.toLowerCase() === name.toLowerCase());

  function login(body: unknown): WireAnswer {
    const data = Login.safeParse(Reflect.get(Object(body), "data")).data;
    const [name, account] = (data && accountOf(data.ACCOUNT_NAME)) ?? [];
    if (data === undefined || name === undefined || account === undefined) {
      return refused("390100", "Incorrect username or password was specified.", {
        nextAction: "RETRY_LOGIN",
      });
    }
    const refusal = refusalOf(data, account.credentials ?? {});
    if (refusal !== undefined) return refused(refusal.code, refusal.message, { nextAction: "RETRY_LOGIN" });
    const { id, token, master } = sessions.open(name);
    return ok({
      token,
      masterToken: master,
      validityInSeconds: VALID_S,
      masterValidityInSeconds: MASTER_VALID_S,
      displayUserName: data.LOGIN_NAME ?? "",
      serverVersion: "10.39.0",
      sessionId: id,
      parameters,
      sessionInfo: {
        databaseName: "SNOWFLAKE",
        schemaName: "ACCOUNT_USAGE",
        warehouseName: "LOOPBACK_WH",
        roleName: "SENTINEL",
      },
    });
  }

  function renew(call: SnowflakeCall): WireAnswer {
    const session = sessions.renew(call.token);
    if (session === undefined)
      return refused("390114", "Authentication token has expired. The user must authenticate again.");
    const { id: sessionId, token: sessionToken, master: masterToken } = session;
    return ok({
      sessionId,
      sessionToken,
      masterToken,
      validityInSecondsST: VALID_S,
      validityInSecondsMT: MASTER_VALID_S,
    });
  }

  async function query(session: Session, { body, url }: SnowflakeCall): Promise<WireAnswer> {
    const request = QueryRequest.parse(body);
    statements.push(request.sqlText);
    const account = accounts.get(session.account);
    const opening = warehouses.get(session.account) ?? openWarehouse(account?.tables ?? new Map());
    warehouses.set(session.account, opening);
    const connection = await (await opening).connect();
    let outcome: Awaited<ReturnType<typeof runStatement>>;
    try {
      outcome = await runStatement(connection, request);
    } finally {
      connection.closeSync();
    }
    if (isRowset(outcome)) return ok(results.answer(results.keep(outcome), url.origin));
    const { code, sqlState, message } = outcome;
    return refused(code, message, { internalError: false, errorCode: code, sqlState, queryId: null });
  }

  /** What only a session may ask. */
  async function inSession(session: Session, call: SnowflakeCall): Promise<WireAnswer> {
    const { pathname, searchParams } = call.url;
    if (pathname === "/queries/v1/query-request") return query(session, call);
    const result = /^\/queries\/([\w-]+)\/result$/.exec(pathname)?.[1];
    if (result !== undefined) return ok(results.answer(result, call.url.origin));
    if (pathname === "/session" && searchParams.get("delete") === "true") sessions.close(session);
    // Heartbeat, cancelling, telemetry: taken note of.
    return ok(null);
  }

  return {
    seedOf: (call: SnowflakeCall) => {
      const login_name = Login.safeParse(Reflect.get(Object(call.body), "data")).data?.ACCOUNT_NAME;
      const [name, account] = accountOf(sessions.byToken(call.token)?.account ?? login_name ?? "") ?? [];
      return account?.seed ?? name;
    },
    async answer(call: SnowflakeCall): Promise<WireAnswer> {
      const { pathname } = call.url;
      if (pathname === "/session/v1/login-request") return login(call.body);
      if (pathname === "/session/token-request") return renew(call);
      const [, id, number] = /^\/chunks\/([\w-]+)\/(\d+)$/.exec(pathname) ?? [];
      if (id !== undefined) return chunkAnswer(results.rows(id, Number(number)));
      const session = sessions.byToken(call.token);
      if (session === undefined || session.state === "gone") {
        return refused("390111", "Session no longer exists. New login required to access the service.", null);
      }
      if (session.state === "expired") {
        return refused("390112", "Your session has expired. Please login again.", null);
      }
      return inSession(session, call);
    },
    /** The SQL of every statement so far. */
    statements: () => [...statements],
    /** Takes the tokens (`expired`) or the lives (`gone`) of all sessions. */
    endSessions: (state: Exclude<SessionState, "live">): void => sessions.end(state),
    /** Reads an account's tables anew at its next statement. */
    renew(account: string): void {
      void warehouses.get(account)?.then((warehouse) => warehouse.close());
      warehouses.delete(account);
    },
    async close(): Promise<void> {
      for (const opening of warehouses.values()) (await opening).close();
      warehouses.clear();
    },
  };
}

function isRowset(outcome: object): outcome is Rowset {
  return "rowtype" in outcome;
}
