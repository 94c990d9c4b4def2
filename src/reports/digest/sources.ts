/** The facts of a digest in the terms of the citation guard. */
import { addName, addValue, nothingCitable, type Citable } from "../../investigate/citable.ts";
import type { Sources } from "../../investigate/guard.ts";
import { plainText } from "../../investigate/plain-text.ts";
import { addPhrase } from "../../investigate/sources-of.ts";
import type { NumberedItem } from "./item.ts";
import type { Week } from "./week.ts";

export function sourcesOf(items: NumberedItem[], { id, from, to }: Week): Sources {
  const common = nothingCitable();
  addName(common, "week", id);
  common.moments.push(from.getTime(), to.getTime());
  return { incident: common, items: new Map(items.map((item) => [item.id, citableOf(item)])) };
}

function citableOf({ facts, phrases }: NumberedItem): Citable {
  const citable = nothingCitable();
  for (const [name, value] of Object.entries(facts)) addValue(citable, name, value);
  for (const phrase of phrases) {
    addPhrase(citable, phrase);
    citable.texts.push(plainText(phrase));
  }
  return citable;
}
