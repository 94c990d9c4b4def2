import { useEffect, useRef, useState } from "react";

type Props = { label: string; placeholder: string; value: string; change: (text: string) => void };

/**
 * A search whose text is kept elsewhere, as in the address, which follows a little later than a person types. While it
 * has the focus, what is typed counts; otherwise what is kept.
 */
export function SearchField({ label, placeholder, value, change }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(value);
  useEffect(() => {
    if (document.activeElement !== input.current) setDraft(value);
  }, [value]);
  return (
    <input
      ref={input}
      className="input search-field"
      type="search"
      data-search=""
      aria-label={label}
      placeholder={placeholder}
      value={draft}
      onChange={({ target }) => {
        setDraft(target.value);
        change(target.value);
      }}
    />
  );
}
