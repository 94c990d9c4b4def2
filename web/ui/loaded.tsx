import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { asApiError } from "../read.ts";
import { WarnIcon } from "./icons.tsx";
import { Time } from "./time.tsx";
import "./loaded.css";

type Props<T> = {
  query: UseQueryResult<T>;
  /** What is being loaded, as in "the incidents". */
  what: string;
  /** Lines of the placeholder, about as tall as what will come. */
  lines?: number;
  children: (data: T) => ReactNode;
};

/** What was asked for, or what there is instead: loading, failed, not allowed, or old because nobody answers. */
export function Loaded<T>({ query, what, lines = 4, children }: Props<T>) {
  if (query.data === undefined) {
    return query.isError ? (
      <Failure error={query.error} what={what} retry={() => void query.refetch()} />
    ) : (
      <Skeleton lines={lines} what={what} />
    );
  }
  return (
    <>
      {query.isRefetchError && (
        <p className="stale" role="status">
          <WarnIcon />
          <span>
            {isGone(query.error) && "It is not there any more; this is how it was. "}
            As of <Time at={new Date(query.dataUpdatedAt).toISOString()} />. {asApiError(query.error).message}
          </span>
          {!isGone(query.error) && (
            <button type="button" className="button" onClick={() => void query.refetch()}>
              Ask again
            </button>
          )}
        </p>
      )}
      {children(query.data)}
    </>
  );
}

const isGone = (error: unknown): boolean => asApiError(error).status === 404;

export function Skeleton({ lines, what }: { lines: number; what: string }) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">Loading {what}…</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="skeleton-line" />
      ))}
    </div>
  );
}

export function Failure({ error, what, retry }: { error: unknown; what: string; retry: () => void }) {
  const { status, message, hint } = asApiError(error);
  if (status === 403) {
    return (
      <Empty title={`Your key may not see ${what}`}>
        {hint ?? message}. Whoever runs this Sentinel can give you a key with another role.
      </Empty>
    );
  }
  return (
    <div className="empty" role="alert">
      <h3>{status === 404 ? "Nothing here" : `Could not load ${what}`}</h3>
      <p className="breakable">{message}</p>
      {hint !== null && <p className="breakable">{hint}</p>}
      {status !== 404 && (
        <button type="button" className="button" onClick={retry}>
          Ask again
        </button>
      )}
    </div>
  );
}

/** Nothing to show, said so that it cannot be taken for a fault. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h3>{title}</h3>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}
