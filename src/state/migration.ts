import type { Compilable, SchemaModule } from "kysely";

/**
 * One step of the schema. A migration that was ever released is never edited: a later one corrects it. It
 * answers statements instead of running them, so that the step and its version number commit together.
 */
export type Migration = { name: string; up: (schema: SchemaModule) => Compilable[] };
