import { idOf } from "../../../../seeds/generate/random.ts";
import { DAY } from "../../../../seeds/generate/times.ts";

/** Ids that rows of several vendors share. */
export const traceId = (index: number) => idOf(`trace:${Math.floor(index / 5)}`, 32);
export const sha = (index: number) => idOf(`commit:${index}`, 40);

/** The row's own moment, half a day before it for every tenth row. */
export const spread = (at: number, index: number) => (index % 10 === 9 ? at - DAY / 2 : at);

/** The first whole numbers, from 0. */
export const range = (count: number) => Array.from({ length: count }, (_, index) => index);
