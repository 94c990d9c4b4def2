/** A digest as plain text: for the terminal and the text part of the mail. */
import { localTime } from "../../local-time.ts";
import { SECTION_NAMES, SECTIONS, type Digest, type Line, type Section } from "./digest.ts";

/** What a section without lines says. */
export const NOTHING: Record<Section, string> = {
  shipped: "Nothing that a connected source knows of.",
  broke: "Nothing that a connected source knows of.",
  watch: "Nothing is open and nothing rises.",
};

/** `Week 47 of 2026, 16–22 November 2026` */
export function headingOf({ week, dates }: Digest): string {
  return `Week ${Number(week.slice(-2))}, ${dates}`;
}

/** What stands under the heading: of which span it is, and what the brackets mean. */
export function remarkOf({ until, to, time_zone, quiet, compared }: Digest): string {
  if (quiet) return "An empty week: no merge, deployment, incident, model call or error was recorded.";
  const partial = until < to;
  const span = partial ? "the same span of the week before" : "the week before";
  return [
    ...(partial ? [`So far, until ${clockOf(until, time_zone)}.`] : []),
    compared
      ? `In brackets: the change against ${span}.`
      : "The week before was not fetched whole, so nothing is compared with it.",
  ].join(" ");
}

/** `Friday 17:30 (Europe/Berlin)` */
function clockOf(moment: string, time_zone: string): string {
  const { weekday, hour, minute } = localTime(new Date(moment), time_zone);
  const clock = [hour, minute].map((part) => String(part).padStart(2, "0")).join(":");
  return `${DAYS[weekday - 1]} ${clock} (${time_zone})`;
}

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export function digestText(digest: Digest): string {
  const remark = remarkOf(digest);
  return `${[
    headingOf(digest),
    ...(remark === "" ? [] : [remark]),
    ...SECTION_NAMES.map((section) =>
      [SECTIONS[section].toUpperCase(), ...linesOf(digest, section).map(toText)].join("\n"),
    ),
    toText(digest.coverage),
    `Charts and archive: ${digest.url}`,
  ].join("\n\n")}\n`;
}

/** The lines of a section, or what it says without any. */
export function linesOf({ sections }: Digest, section: Section): (Line | string)[] {
  return sections[section].length > 0 ? sections[section] : [NOTHING[section]];
}

const toText = (line: Line | string): string =>
  typeof line === "string" ? `- ${line}` : `- ${line.text}.\n  ${line.link}`;
