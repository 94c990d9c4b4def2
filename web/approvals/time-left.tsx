import { span } from "../format.ts";
import type { Approval } from "../types.ts";
import { useNow } from "../ui/clock.tsx";
import { useMoment } from "../use-zone.ts";

/** How long it can still be decided; afterwards it expires by itself. */
export function TimeLeft({ approval: { expires_at } }: { approval: Approval }) {
  const moment = useMoment();
  const left = Date.parse(expires_at) - useNow();
  return (
    <time dateTime={expires_at} title={moment(expires_at)} className="num nowrap">
      {left > 0 ? `${span(left)} left` : "time is up"}
    </time>
  );
}
