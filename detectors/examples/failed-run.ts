/** One failed run of a task with its usual neighbours, changed as given. */
export function failedRun(changes: {
  run_id?: string;
  state?: string;
  attempts?: number;
  streak?: number;
  recovered_at?: string;
}) {
  return {
    connection: "shop",
    task: "ANALYTICS.PUBLIC.LOAD_ORDERS",
    run_id: "1",
    attempts: 1,
    failed_attempts: 1,
    state: "FAILED",
    scheduled_at: "2026-01-08T10:00:00.000Z",
    failed_at: "2026-01-08T10:01:00.000Z",
    error_code: "002003",
    error_message: "SQL compilation error: Object 'RAW.ORDERS' does not exist or not authorized.",
    query_id: "01b1-0001",
    statement: "insert into orders select id, total from raw.orders",
    streak: 1,
    recovered_at: null,
    ...changes,
  };
}
