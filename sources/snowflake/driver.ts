/**
 * The official driver, loaded so that it keeps to itself: no look at the machine it runs on, no native add-on, no
 * log file, no certificate-revocation calls, and an end to its retries.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import type * as snowflake from "snowflake-sdk";
import type * as axiosInstance from "snowflake-sdk/dist/lib/http/axios_instance.js";

import { checkAnswer } from "./answers.ts";

type Driver = Pick<typeof snowflake, "configure" | "createConnection">;

let loading: Promise<Driver> | undefined;

/** Loads the driver once (a second, 94 MB): only a connection that is really used pays for it. */
export function loadDriver(): Promise<Driver> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Driver> {
  // The driver has no other switch for these, and reads them while it is imported. In this order: cloud metadata
  // addresses are called, a native library is loaded, a description of the connection options is sent home, a
  // folder is made in the user's home.
  process.env["SNOWFLAKE_DISABLE_PLATFORM_DETECTION"] = "true";
  process.env["SNOWFLAKE_DISABLE_MINICORE"] = "true";
  process.env["SF_TELEMETRY_DISABLE_CONNECTION_SHAPE"] = "true";
  process.env["SF_OCSP_RESPONSE_CACHE_DIR"] ??= tmpdir();
  const { default: driver } = await import("snowflake-sdk");
  // At any other level the driver writes a log file into the home folder. Certificates are verified all the same;
  // what is off are the calls to their issuers.
  driver.configure({ logLevel: "OFF", disableOCSPChecks: true });
  tame();
  return driver;
}

/** Ends the requests of whatever runs inside `within`; undefined outside. */
const ending = new AsyncLocalStorage<AbortSignal>();

/** Runs `work` so that every request the driver makes for it ends, and is not tried again, once `signal` is aborted. */
export function within<T>(signal: AbortSignal, work: () => T): T {
  return ending.run(signal, work);
}

/**
 * The driver retries a 5xx for two minutes and cannot be told to stop: its own limits never reach the loop, and the
 * timers keep the process alive. All its requests go through one axios instance, which can be told, and asked
 * what came back.
 */
function tame(): void {
  // Required as the driver requires it: an import may be another instance.
  const require = createRequire(import.meta.url);
  const {
    default: http,
  }: typeof axiosInstance.default = require("snowflake-sdk/dist/lib/http/axios_instance.js");
  http.interceptors.request.use((request) => {
    request.snowflakeRetryConfig = { maxRetries: 3, sleepBase: 0.3, sleepCap: 2 };
    const signal = ending.getStore();
    if (signal !== undefined) {
      request.signal = AbortSignal.any([
        signal,
        ...(request.signal instanceof AbortSignal ? [request.signal] : []),
      ]);
    }
    return request;
  });
  http.interceptors.response.use((response) => {
    checkAnswer(response.config, response.data);
    return response;
  });
}
