import { Dialog } from "../ui/dialog.tsx";
import { PAGES } from "./pages.ts";
import "./shortcut-help.css";

const KEYS = [
  { keys: ["Ctrl", "K"], does: "Find a page, an incident or a query" },
  { keys: ["/"], does: "Search within the page" },
  { keys: ["j"], does: "Next in the list" },
  { keys: ["k"], does: "Previous in the list" },
  { keys: ["Enter"], does: "Open it" },
  { keys: ["Ctrl", "Enter"], does: "Run the statement of the SQL console" },
  { keys: ["Esc"], does: "Close, or leave the search" },
  { keys: ["?"], does: "This list" },
];

export function ShortcutHelp({ close }: { close: () => void }) {
  return (
    <Dialog title="Keyboard" close={close}>
      <dl className="shortcuts">
        {[...KEYS, ...PAGES.map(({ key, name }) => ({ keys: ["g", key], does: name }))].map(
          ({ keys, does }) => (
            <div key={does}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key} className="kbd">
                    {key}
                  </kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ),
        )}
      </dl>
    </Dialog>
  );
}
