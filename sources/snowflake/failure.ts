/** What the driver's errors mean. `code` is text from Snowflake and a number from the driver itself. */
import { UpstreamError, type UpstreamKind } from "../../src/contracts/upstream-error.ts";
import { messageOf } from "../../src/errors.ts";

type DriverError = { code: string; sqlState: string; status: number | undefined; message: string };

/** Session is gone, or its token is; 407002 is the driver's word for a connection that is no longer up. */
const GONE = new Set(["390104", "390111", "390114", "407002"]);
/** 000606 no warehouse, 002003 unknown or out of sight, 003001 no privilege. */
const NOT_GRANTED = new Set(["000606", "002003", "003001"]);

/** True when a new session would help. */
export function isSessionGone(error: unknown): boolean {
  return GONE.has(read(error).code);
}

/** The failure of a statement. UpstreamErrors pass unchanged. */
export function statementFailure(error: unknown): UpstreamError {
  if (error instanceof UpstreamError) return error;
  const said = read(error);
  const kind = kindOf(said);
  const hint = hintOf(said.code);
  return new UpstreamError(kind, `Snowflake: ${said.message}${inBrackets(said)}`, {
    cause: error,
    ...(said.status !== undefined && { status: said.status }),
    ...(hint !== undefined && { hint }),
  });
}

/** The failure to sign in. `variable` holds the credential that was tried. */
export function loginFailure(error: unknown, variable: string): UpstreamError {
  if (error instanceof UpstreamError) return error;
  const said = read(error);
  // 390xxx and 394xxx are Snowflake's own words about users, keys and tokens.
  const refused = /^39[04]\d{3}$/.test(said.code);
  // Before any of that: a host without this account answers 403 or 404.
  const no_account = said.status === 403 || said.status === 404;
  const kind = refused || no_account ? "denied" : "unavailable";
  const hint = refused
    ? `check SNOWFLAKE_USERNAME and ${variable}`
    : "check the network, SNOWFLAKE_ACCESS_URL and SNOWFLAKE_ACCOUNT (organisation-account)";
  return new UpstreamError(kind, `Snowflake sign-in: ${said.message}${inBrackets(said)}`, {
    cause: error,
    hint,
    ...(said.status !== undefined && { status: said.status }),
  });
}

function kindOf({ code, sqlState, status }: DriverError): UpstreamKind {
  if (NOT_GRANTED.has(code)) return "denied";
  // Cancelled by STATEMENT_TIMEOUT_IN_SECONDS: half the window may be done in time.
  if (code === "000630") return "too_large";
  if (status === 401) return "denied";
  // A state means that Snowflake judged the statement; 57014 is a cancelled one.
  return sqlState !== "" && sqlState !== "57014" && !GONE.has(code) ? "unexpected" : "unavailable";
}

function hintOf(code: string): string | undefined {
  if (code === "000606") return "set SNOWFLAKE_WAREHOUSE, and grant its usage to the role";
  if (!NOT_GRANTED.has(code)) return undefined;
  return "the role of SNOWFLAKE_ROLE needs: grant imported privileges on database snowflake to role …";
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function inBrackets({ code, sqlState, status }: DriverError): string {
  const parts = [code, sqlState, status === undefined ? "" : `HTTP ${status}`].filter((part) => part !== "");
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function read(error: unknown): DriverError {
  const field = (name: string, of: unknown = error): unknown =>
    typeof of === "object" && of !== null ? Reflect.get(of, name) : undefined;
  const status = field("statusCode", field("response")) ?? field("status", field("response"));
  const cause = field("message", field("cause"));
  const words = [...new Set([messageOf(error), textOf(cause)])].filter((text) => text !== "");
  return {
    code: textOf(field("code")),
    sqlState: textOf(field("sqlState")),
    status: typeof status === "number" ? status : undefined,
    message: words.join(": ").replaceAll(/\s+/g, " ").slice(0, 500),
  };
}
