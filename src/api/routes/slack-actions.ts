import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";
import { slackRoutes } from "./slack.ts";

/** Public to our own check only: Slack's signature over the raw body is what lets a click through. */
const actions = defineRoute("public", {
  method: "post",
  path: "/api/slack/actions",
  tags: ["approvals"],
  summary: "Clicks and modals of Slack, signed by Slack",
  responses: answers<object>("taken; the person is answered in Slack"),
});

export function slackActionRoutes({ sentinel, after }: ApiContext) {
  const routes = newRoutes();
  const desk = sentinel.slack_desk();
  routes.openAPIRegistry.registerPath(actions);
  routes.route("/api/slack", slackRoutes(desk && { ...desk, later: after.later }));
  return routes;
}
