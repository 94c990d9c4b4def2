import type { AnySource } from "../src/contracts/source.ts";
import { github } from "./github/index.ts";
import { langfuse } from "./langfuse/index.ts";
import { sentry } from "./sentry/index.ts";
import { slack } from "./slack/index.ts";
import { snowflake } from "./snowflake/index.ts";

/** Every source, in the order in which people meet them. */
export const sources: AnySource[] = [langfuse, sentry, github, slack, snowflake];
