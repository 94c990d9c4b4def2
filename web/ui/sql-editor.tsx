import { acceptCompletion, autocompletion, closeBrackets } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { PostgreSQL, sql, SQLDialect } from "@codemirror/lang-sql";
import { syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";

import { COLOURS, LOOK } from "./sql-editor-look.ts";

type Table = { name: string; columns?: { name: string; type: string; description: string }[] | undefined };
type Props = { text: string; change: (text: string) => void; run: (text: string) => void; tables: Table[] };

/** As DuckDB reads it: `$from` is a parameter, and not a dollar before a keyword. */
const DIALECT = SQLDialect.define({
  ...PostgreSQL.spec,
  specialVar: "$",
  doubleDollarQuotedStrings: false,
});

/** An editor that completes tables and columns. Loaded when first shown. */
export function SqlEditor({ text, change, run, tables }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const language = useRef(new Compartment());
  const verbs = useRef({ change, run });
  useEffect(() => {
    verbs.current = { change, run };
  }, [change, run]);

  useEffect(() => {
    if (host.current === null) return undefined;
    // Within a shadow root its styles are adopted sheets; in the page they would be inline, which the policy forbids.
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: "open" });
    const parent = document.createElement("div");
    root.replaceChildren(parent);
    const made = new EditorView({
      root,
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          closeBrackets(),
          REPLACING,
          autocompletion(),
          language.current.of(sql({ dialect: DIALECT })),
          syntaxHighlighting(COLOURS),
          LOOK,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": "SQL statement" }),
          keymap.of([
            { key: "Mod-Enter", run: ({ state }) => (verbs.current.run(state.doc.toString()), true) },
            { key: "Tab", run: acceptCompletion },
            indentWithTab,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) verbs.current.change(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
    // oxlint-disable-next-line react/exhaustive-deps -- made once; later texts come by the effect below
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === text) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: text },
      selection: { anchor: text.length },
    });
  }, [text]);

  useEffect(() => {
    const schema = Object.fromEntries(
      tables.map(({ name, columns = [] }) => [
        name,
        columns.map((column) => ({
          label: column.name,
          type: "property",
          detail: column.type.toLowerCase(),
          info: column.description,
        })),
      ]),
    );
    view.current?.dispatch({
      effects: language.current.reconfigure(sql({ dialect: DIALECT, schema, upperCaseKeywords: false })),
    });
  }, [tables]);

  return <div ref={host} className="editor" />;
}

/**
 * Typing over a selection is done here: a browser that does it itself carries the old text's look over as an inline
 * style, which the policy of the page forbids.
 */
const REPLACING = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    const { inputType, data } = event;
    if (inputType !== "insertText" || data === null || empty || view.composing) return false;
    event.preventDefault();
    const insert = () =>
      view.state.update({
        ...view.state.replaceSelection(data),
        scrollIntoView: true,
        userEvent: "input.type",
      });
    const handled = view.state
      .facet(EditorView.inputHandler)
      .some((handle) => handle(view, from, to, data, insert));
    if (!handled) view.dispatch(insert());
    return true;
  },
});
