/** Outputs at the edges of what counts as JSON, empty, a message or words. */
const LONG = "The orders service is not available at the moment, please come back later. ".repeat(4);

const ofTools = [
  null,
  "",
  " ",
  "null",
  " null ",
  "\nnull",
  '"null"',
  '""',
  '" "',
  "true",
  "tRue",
  "12",
  " -0.50 ",
  "1e400",
  "NaN",
  "-Infinity",
  '{"a": 1}',
  ' {"a":  [1,\n2]} ',
  '\u00a0{"a":1}',
  "\u00a0words\u00a0",
  '{"a":1} x',
  '{"a":1',
  '{"a":NaN,"b":1e400,}',
  '{"a":"\\ud800 \\u0000 \\/"}',
  "[]",
  "[1, 2,]",
  "[Errno 2] no such file",
  '"a text"',
  '"  {\\"a\\": 1}  "',
  '"[1"',
  '"\\u0022a\\u0022"',
  "Service unavailable",
  LONG,
  `${LONG}!`,
  "ö\u{1f4a1}".repeat(150),
];

const message = (content: unknown, more: object = {}) =>
  JSON.stringify({ role: "assistant", content, ...more });
const call = { function: { name: "search", arguments: '{"q": "refund"}' } };

const ofModels = [
  message("Hello."),
  message([{ type: "text", text: '{"a":{"b":[1,{"c":null}]}}' }]),
  message("", { tool_calls: [call] }),
  message("I am unable to do that.", { tool_calls: [] }),
  `[${message("one")}, ${message("1. two")}]`,
  JSON.stringify({ choices: [{ message: { role: "assistant", content: "three" } }] }),
  '```json\n{"a":[1,2],"b":"x"}\n```',
  "Here: ```js\n1\n```",
];

export const outputs = [...ofTools, ...ofModels];
