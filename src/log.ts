import { pino, type Logger } from "pino";
import { PinoPretty } from "pino-pretty";

export type LogOptions = {
  level: string;
  /** JSON lines for a server's collector; otherwise one readable line each. */
  json: boolean;
  colour: boolean;
  /** Values that must never appear in any line, wherever they come from. */
  secrets: () => string[];
};

/**
 * The program's log, on stderr: stdout carries data only. Known secrets are cut out of the finished line, so
 * that a vendor's error text, a URL or a stack cannot carry one past a list of field names.
 */
export function createLogger(options: LogOptions): Logger {
  const stream = options.json
    ? pino.destination({ dest: 2, sync: true })
    : PinoPretty({
        destination: 2,
        sync: true,
        colorize: options.colour,
        ignore: "pid,hostname,time",
        hideObject: options.level !== "debug" && options.level !== "trace",
      });
  return pino(
    {
      level: options.level,
      redact: [
        "token",
        "password",
        "secret_key",
        "authorization",
        "*.token",
        "*.password",
        "*.authorization",
      ],
      hooks: { streamWrite: (line) => withoutSecrets(line, options.secrets()) },
    },
    stream,
  );
}

/** Replaces each secret in the text. Values under six characters are left: they would mangle ordinary words. */
function withoutSecrets(text: string, secrets: string[]): string {
  return secrets
    .filter((secret) => secret.length >= 6)
    .reduce((line, secret) => line.replaceAll(secret, "[redacted]"), text);
}
