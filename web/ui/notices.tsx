import { createContext, use, useCallback, useMemo, useState, type ReactNode } from "react";

import { asApiError } from "../read.ts";
import { CloseIcon } from "./icons.tsx";
import "./notices.css";

type Notice = { id: string; tone: "good" | "critical"; text: string; hint: string | null };
type Tell = { good: (text: string) => void; failed: (what: string, error: unknown) => void };

const SHOWN_MS = 6_000;
const Context = createContext<Tell>({ good: () => undefined, failed: () => undefined });

/** Short words on what a click came to. A failure stays until it is closed: it may say what to do. */
export function Notices({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<Notice[]>([]);
  const close = useCallback((id: string) => setNotices((all) => all.filter((one) => one.id !== id)), []);
  const tell = useMemo<Tell>(() => {
    const add = (notice: Omit<Notice, "id">) => {
      const id = crypto.randomUUID();
      setNotices((all) => [...all.slice(-2), { ...notice, id }]);
      if (notice.tone === "good") setTimeout(() => close(id), SHOWN_MS);
    };
    return {
      good: (text) => add({ tone: "good", text, hint: null }),
      failed: (what, error) => {
        const { message, hint } = asApiError(error);
        add({ tone: "critical", text: `${what}: ${message}`, hint });
      },
    };
  }, [close]);
  return (
    <Context value={tell}>
      {children}
      <div className="notices" role="status" aria-live="polite">
        {notices.map(({ id, tone, text, hint }) => (
          <div key={id} className={`notice notice-${tone}`}>
            <div className="breakable">
              {text}
              {hint !== null && <p>{hint}</p>}
            </div>
            <button type="button" className="button button-quiet button-icon" onClick={() => close(id)}>
              <CloseIcon />
              <span className="visually-hidden">Close</span>
            </button>
          </div>
        ))}
      </div>
    </Context>
  );
}

export const useTell = (): Tell => use(Context);
