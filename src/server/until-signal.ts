/** Resolves at the first SIGINT or SIGTERM; a second one ends the process as if nobody listened. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}
