import { relative } from "../format.ts";
import { useMoment } from "../use-zone.ts";
import { useNow } from "./clock.tsx";

/** A moment as people say it, and exactly when pointed at or read out. */
export function Time({ at }: { at: string }) {
  const now = useNow();
  const moment = useMoment();
  return (
    <time dateTime={at} title={moment(at)} className="nowrap">
      {relative(at, now)}
    </time>
  );
}

/** A moment exactly, on the clock that the page shows. */
export function Moment({ at }: { at: string }) {
  const moment = useMoment();
  return <time dateTime={at}>{moment(at)}</time>;
}
