import { relative } from "../format.ts";
import { momentIn } from "../zone.ts";
import { useNow } from "./clock.tsx";

/** A moment as people say it, and exactly (on the clock of a zone) when pointed at or read out. */
export function Time({ at, zone = "UTC" }: { at: string; zone?: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={momentIn(at, zone)} className="nowrap">
      {relative(at, now)}
    </time>
  );
}
