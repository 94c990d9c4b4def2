import type { Approval } from "../types.ts";

export const SHOWN = { waiting: "Waiting", decided: "Decided", all: "All" } as const;
export type Shown = keyof typeof SHOWN;

export const isShown = ({ status }: Approval, shown: Shown): boolean =>
  shown === "all" || (status === "proposed") === (shown === "waiting");
