import { messageOf } from "../../errors.ts";
import { UpstreamError } from "../../contracts/upstream-error.ts";

const WORDS: Record<string, string> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EPIPE: "connection reset",
  UND_ERR_SOCKET: "connection closed in the middle of the answer",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the name of the host cannot be resolved now",
  ETIMEDOUT: "connecting timed out",
  UND_ERR_CONNECT_TIMEOUT: "connecting timed out",
  EHOSTUNREACH: "host unreachable",
  ENETUNREACH: "network unreachable",
};

/** An error of fetch as UpstreamError: `unavailable`, or `unexpected` for a certificate that no retry mends. */
export function networkFailure(error: unknown): UpstreamError {
  const code = codeOf(error);
  if (code !== undefined && /CERT|SELF_SIGNED|TLS|SSL/.test(code)) {
    return new UpstreamError("unexpected", `the vendor's certificate is not trusted (${code})`, {
      cause: error,
      hint: "NODE_EXTRA_CA_CERTS names a file of further authorities",
    });
  }
  const words = code === undefined ? deepestMessage(error) : (WORDS[code] ?? code);
  return new UpstreamError("unavailable", words, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code: unknown = Reflect.get(error, "code");
  // fetch wraps twice: TypeError "fetch failed", then the socket's error.
  return codeOf(error.cause) ?? (typeof code === "string" ? code : undefined);
}

function deepestMessage(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? deepestMessage(error.cause) : messageOf(error);
}
