/** One line of the doctor: what is well or not, and what to do about it; `fix` is empty where there is nothing to do. */
export type Check = { check: string; state: "ok" | "off" | "warning" | "failed"; what: string; fix: string };
