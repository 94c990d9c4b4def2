import { OpenAPIHono } from "@hono/zod-openapi";

import { SentinelError } from "../errors.ts";
import type { ApiEnv } from "./context.ts";

/** A group of routes. What does not fit its schema is `invalid`, with each field that is wrong and why. */
export const newRoutes = (): OpenAPIHono<ApiEnv> =>
  new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const problems = result.error.issues.map(
        ({ path, message }) => `${path.join(".") || "body"}: ${message}`,
      );
      throw new SentinelError("invalid", `${result.target}: ${problems.join("; ")}`, {
        hint: "/docs shows what each route takes",
      });
    },
  });
