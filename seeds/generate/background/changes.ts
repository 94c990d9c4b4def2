/** Ordinary changes that a company merges. None of them breaks anything. */
import type { Change } from "./change.ts";

const file = (path: string, additions: number, deletions: number) => ({ path, additions, deletions });

/** Changes that have nothing to do with a language model, by message and by path. */
export const ORDINARY_CHANGES: Change[] = [
  { title: "fix: keep the filter after a reload", files: [file("web/filters/state.ts", 14, 6)] },
  {
    title: "feat: export the report as CSV",
    files: [file("api/reports/export.ts", 62, 0), file("web/reports/export-button.tsx", 21, 2)],
  },
  { title: "chore: update the lock file", files: [file("package-lock.json", 210, 188)] },
  { title: "docs: how to run the worker locally", files: [file("docs/worker.md", 38, 4)] },
  {
    title: "refactor: split the billing routes",
    files: [file("api/billing/routes.ts", 12, 71), file("api/billing/invoices.ts", 66, 0)],
  },
  { title: "style: new spacing of the side bar", files: [file("web/layout/side-bar.css", 18, 11)] },
  {
    title: "fix: time zone of the weekly mail",
    files: [file("api/mail/weekly.ts", 7, 3), file("tests/mail/weekly.test.ts", 25, 0)],
  },
  { title: "perf: index for the orders list", files: [file("db/migrations/0147_orders_index.sql", 3, 0)] },
  { title: "test: cover the empty basket", files: [file("tests/basket/empty.test.ts", 31, 0)] },
  {
    title: "feat: seats can be paused",
    files: [file("api/seats/pause.ts", 48, 0), file("web/seats/row.tsx", 17, 5)],
  },
  { title: "fix: broken link in the footer", files: [file("web/layout/footer.tsx", 1, 1)] },
  { title: "chore: rotate the staging certificate", files: [file("infra/staging/tls.tf", 2, 2)] },
  { title: "fix: double click on save", files: [file("web/forms/save.ts", 9, 2)] },
  { title: "feat: sort the audit list by actor", files: [file("api/audit/list.ts", 11, 3)] },
  { title: "docs: describe the webhook retries", files: [file("docs/webhooks.md", 22, 0)] },
  {
    title: "refactor: one date picker for all forms",
    files: [file("web/forms/date-picker.tsx", 80, 12), file("web/forms/range.tsx", 3, 64)],
  },
];

/** Changes around prompts and models that were fine. */
export const PROMPT_CHANGES: Change[] = [
  { title: "prompt: say the opening hours", files: [file("prompts/answer/system.md", 3, 1)] },
  { title: "prompt: fix a typo in the greeting", files: [file("prompts/answer/greeting.md", 1, 1)] },
  { title: "feat: log the token count of the llm client", files: [file("llm/client.ts", 8, 1)] },
  {
    title: "prompt: name the product the way marketing does",
    files: [file("prompts/shared/product.md", 4, 4)],
  },
];

/** Touches what earlier changes of the same product touched, and a file that is new. */
export const CANCEL_IN_PARTS: Change = {
  title: "feat: cancel an order in parts",
  files: [
    file("api/audit/list.ts", 12, 4),
    file("tools/orders/client.ts", 31, 8),
    file("web/forms/save.ts", 18, 11),
    file("web/orders/cancel.tsx", 64, 20),
    file("web/orders/part.tsx", 88, 0),
  ],
};
