import { moment, relative } from "../format.ts";
import { useNow } from "./clock.tsx";

/** A moment as people say it, and exactly when pointed at or read out. */
export function Time({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={moment(at)} className="nowrap">
      {relative(at, now)}
    </time>
  );
}
