import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

const RETRY_MS = 5_000;

/** A tab in the background need not hold one of the few connections that a browser has per server. */
const hidden = () => document.visibilityState === "hidden";

export type Live = "connecting" | "live" | "not connected";

/** What the server tells of: the first part of a query's key. */
const TOPICS = ["incidents", "approvals", "jobs", "quality", "digest"];

/**
 * Asks again for what the server says has changed. While the connection is down, the browser tries again by itself, and
 * what may have been missed is asked for as soon as it stands.
 */
export function useLive(): Live {
  const client = useQueryClient();
  const [live, setLive] = useState<Live>("connecting");
  useEffect(() => {
    let source: EventSource | undefined;
    const refresh = (topics: string[]) => {
      for (const topic of topics) void client.invalidateQueries({ queryKey: [topic] });
    };
    const open = () => {
      source = new EventSource("/api/events");
      source.addEventListener("hello", () => {
        setLive("live");
        refresh(TOPICS);
      });
      source.addEventListener("error", () => {
        setLive("not connected");
        // Refused for good: a browser tries again only when the connection broke.
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(reopen, RETRY_MS);
      });
      source.addEventListener("changed", ({ data }: MessageEvent<string>) =>
        refresh(JSON.parse(data) as string[]),
      );
    };
    let again: ReturnType<typeof setTimeout> | undefined;
    const close = () => {
      clearTimeout(again);
      source?.close();
    };
    const reopen = () => {
      close();
      open();
    };
    const look = () => {
      if (hidden()) close();
      else if (source === undefined || source.readyState === EventSource.CLOSED) reopen();
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      close();
    };
  }, [client]);
  return live;
}
