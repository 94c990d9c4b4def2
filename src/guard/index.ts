/**
 * `sentinel/guard`: what an agent calls between its steps so that a kill order reaches it. No dependencies, and
 * nothing of the agent's content is ever sent: only the trace id.
 */
export { createGuard, type Guard, type GuardOptions } from "./create-guard.ts";
export { GuardUnreachable, LoopKilled } from "./loop-killed.ts";
export { verifyPush, type PushCheck } from "./verify-push.ts";
