/** Inputs and outputs that do not come as one attribute. */
import type { SpanEvent, Value } from "../span.ts";
import type { Picked } from "./pick.ts";

const MOST_STEPS = 12;

type Tree = Map<string, Tree | Value>;

/** `0.role`, `0.tool_calls.0.name`, … of one side as JSON text; null when there are none. */
export function messagesOfParts(picked: Picked, field: "input" | "output"): string | null {
  const root: Tree = new Map();
  for (const part of picked.parts) {
    if (part.field !== field) continue;
    const steps = part.path.split(".");
    if (steps.length <= MOST_STEPS) plant(root, steps, part.value);
  }
  return root.size === 0 ? null : JSON.stringify(grown(root));
}

function plant(tree: Tree, [step = "", ...rest]: string[], value: Value): void {
  if (rest.length === 0) {
    tree.set(step, value);
    return;
  }
  const inner = tree.get(step);
  const next: Tree = inner instanceof Map ? inner : new Map();
  tree.set(step, next);
  plant(next, rest, value);
}

/** Numbered steps become a list. OpenInference wraps each message in an object of its own. */
function grown(tree: Tree): unknown {
  const entries = [...tree].map(([step, inner]): [string, unknown] => [
    step,
    inner instanceof Map ? grown(inner) : inner,
  ]);
  if (entries.every(([step]) => /^\d{1,9}$/.test(step))) {
    return entries
      .toSorted(([one], [other]) => Number(one) - Number(other))
      .map(([, value]) => unwrapped(value));
  }
  return Object.fromEntries(entries);
}

const WRAPPERS = ["message", "tool_call", "message_content"];

function unwrapped(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const [only, more] = Object.entries(value);
  return only !== undefined && more === undefined && WRAPPERS.includes(only[0]) ? only[1] : value;
}

/** Roles of the events by which GenAI conventions before 1.37 gave messages one by one. */
const EVENT_ROLES: Record<string, { field: "input" | "output"; role: string }> = {
  "gen_ai.system.message": { field: "input", role: "system" },
  "gen_ai.user.message": { field: "input", role: "user" },
  "gen_ai.assistant.message": { field: "input", role: "assistant" },
  "gen_ai.tool.message": { field: "input", role: "tool" },
  "gen_ai.choice": { field: "output", role: "assistant" },
};

/** The messages of one side that came as events, as JSON text; null when there are none. */
export function messagesOfEvents(events: SpanEvent[], field: "input" | "output"): string | null {
  const found = events.flatMap(({ name, attributes }) => {
    const known = EVENT_ROLES[name];
    return known?.field === field ? [{ role: known.role, ...attributes }] : [];
  });
  return found.length === 0 ? null : JSON.stringify(found);
}
