import { FAULT_KINDS, type FaultKind, type VendorName } from "../../../seeds/vendors/faults.ts";
import { VARIANTS, VENDORS, type Strike, type Variant } from "./strike.ts";

type Outcome = { kind: FaultKind; vendor: VendorName; variant: Variant; strike: Strike };

/** What became of every fault, as a Markdown table: what the first sync left, of a vendor that stumbles / is broken. */
export function outcomeTable(outcomes: Outcome[]): string {
  const cell = (kind: FaultKind, vendor: VendorName) =>
    VARIANTS.map((variant) => {
      const found = outcomes.find(
        (one) => one.kind === kind && one.vendor === vendor && one.variant === variant,
      );
      return found === undefined ? "?" : words(found.strike);
    }).join(" / ");
  const lines = [
    ["fault", ...VENDORS],
    ["", ...VENDORS].map(() => "---"),
    ...FAULT_KINDS.map((kind) => [kind, ...VENDORS.map((vendor) => cell(kind, vendor))]),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function words({ tables, repaired }: Strike): string {
  const silent = tables.filter(({ equal, gap }) => !equal && !gap).length;
  const left = repaired.filter(({ equal, gap }) => !equal || gap).length;
  const gaps = tables.filter(({ gap }) => gap).length;
  const first =
    silent > 0 ? `${silent} silently wrong` : gaps > 0 ? `gap in ${gaps} of ${tables.length}` : "equal";
  return left > 0 ? `${first}, ${left} still wrong after repair` : first;
}
