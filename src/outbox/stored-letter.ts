import type { Selectable } from "kysely";

import type { OutboxRow } from "../state/rows/letters.ts";

/** A letter as it is read from the state. */
export type StoredLetter = Selectable<OutboxRow>;
