import { useEffect, useId, useRef, type ReactNode } from "react";

import { CloseIcon } from "./icons.tsx";
import "./dialog.css";

type Props = { title: string; close: () => void; children: ReactNode; wide?: boolean };

/** A dialog of the browser's own: it keeps the focus in and gives it back, and Escape closes it. Shown while it is rendered. */
export function Dialog({ title, close, children, wide = false }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    const opener = document.activeElement;
    dialog?.showModal();
    // What the dialog asks for comes before the button that closes it.
    dialog?.querySelector<HTMLElement>(".dialog-body :is(input, textarea, button)")?.focus();
    return () => {
      dialog?.close();
      // The browser gives the focus back only when the dialog is still in the page.
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={element}
      className={wide ? "dialog dialog-wide" : "dialog"}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <div className="dialog-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" className="button button-quiet button-icon" onClick={close}>
          <CloseIcon />
          <span className="visually-hidden">Close</span>
        </button>
      </div>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
