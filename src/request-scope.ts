/** What every log line written on behalf of a request or a job carries. */
import { AsyncLocalStorage } from "node:async_hooks";

export type Scope = { request?: string; job?: string };

const scopes = new AsyncLocalStorage<Scope>();

export const withScope = <T>(scope: Scope, work: () => T): T => scopes.run(scope, work);

export const currentScope = (): Scope => scopes.getStore() ?? {};
