import { pino, type Logger } from "pino";
import { PinoPretty } from "pino-pretty";

import { currentScope } from "./request-scope.ts";
import { redact } from "./secrets/redact.ts";

/** Pino's number for the level. */
const ERROR = 50;

export type LogOptions = {
  level: string;
  /** JSON lines for a server's collector; otherwise one readable line each. */
  json: boolean;
  colour: boolean;
  /** Told each error that is logged as one. */
  failed?: (error: unknown) => void;
};

/**
 * The program's log, on stderr: stdout carries data only. Secrets are cut out of the finished line, so
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
        // Objects are hidden, but whose line it is must be seen.
        messageFormat: "{if request}{request} {end}{if job}{job} {end}{msg}",
        hideObject: options.level !== "debug" && options.level !== "trace",
      });
  return pino(
    {
      level: options.level,
      mixin: () => ({ ...currentScope() }),
      redact: [
        "token",
        "password",
        "secret_key",
        "authorization",
        "*.token",
        "*.password",
        "*.authorization",
      ],
      hooks: {
        streamWrite: redact,
        logMethod(line, method, level) {
          const [fields] = line as unknown[];
          const isError = level >= ERROR;
          if (isError && typeof fields === "object" && fields !== null && "err" in fields)
            options.failed?.(fields.err);
          method.apply(this, line);
        },
      },
    },
    stream,
  );
}
