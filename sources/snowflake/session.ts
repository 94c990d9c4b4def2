/** A session with Snowflake: signs in when it is first needed, and again when the session has died. */
import type { Connection, ConnectionOptions } from "snowflake-sdk";

import { timeoutSignal } from "../../src/contracts/timeout-signal.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { loadDriver, within } from "./driver.ts";
import { loginFailure } from "./failure.ts";
import type { SignIn } from "./sign-in.ts";

export type Session = {
  /** The open connection; statements share it. Throws UpstreamError. */
  open: () => Promise<Connection>;
  /** Lets go of a connection that has died; the next `open` signs in again. */
  drop: (connection: Connection) => void;
  close: () => Promise<void>;
};

export type SessionOptions = {
  sign_ins: SignIn[];
  options: ConnectionOptions;
  /** Every attempt at a sign-in passes here first. */
  admit: () => Promise<void>;
  deadline_ms: number;
  signal: AbortSignal;
};

export function openSession(given: SessionOptions): Session {
  let opening: Promise<Connection> | undefined;
  let opened: Connection | undefined;
  return {
    open() {
      opening ??= signIn(given).then(
        (connection) => (opened = connection),
        (error: unknown) => {
          opening = undefined;
          throw error;
        },
      );
      return opening;
    },
    drop(connection) {
      if (opened === connection) opening = opened = undefined;
    },
    async close() {
      const connection = opened;
      opening = opened = undefined;
      if (connection?.isUp() === true) await signOut(connection);
    },
  };
}

async function signIn({
  sign_ins,
  options,
  admit,
  deadline_ms,
  signal,
}: SessionOptions): Promise<Connection> {
  const driver = await loadDriver();
  let refusal: unknown;
  for (const { variable, options: credential } of sign_ins) {
    await admit();
    const late = timeoutSignal(deadline_ms);
    try {
      // The driver wipes the credentials of a connection that has signed in: each one is new.
      return await connected(
        () => driver.createConnection({ ...options, ...credential }),
        AbortSignal.any([signal, late]),
      );
    } catch (error) {
      signal.throwIfAborted();
      if (late.aborted)
        throw new UpstreamError("unavailable", `Snowflake sign-in took longer than ${deadline_ms} ms`);
      const failure = loginFailure(error, variable);
      if (failure.kind !== "denied") throw failure;
      refusal ??= failure;
    }
  }
  throw refusal;
}

function connected(create: () => Connection, signal: AbortSignal): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    within(signal, () =>
      create().connect((error, connection) => {
        signal.removeEventListener("abort", stop);
        if (error) reject(error);
        else resolve(connection);
      }),
    );
  });
}

function signOut(connection: Connection): Promise<void> {
  // Snowflake ends idle sessions by itself: no reason to wait long for its word.
  const late = timeoutSignal(1_000);
  return new Promise((resolve) => {
    late.addEventListener("abort", () => resolve(), { once: true });
    within(late, () => connection.destroy(() => resolve()));
  });
}
