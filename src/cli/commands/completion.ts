import { Argument, Command } from "commander";

import { print } from "../output.ts";

export const completionCommand = () =>
  new Command("completion")
    .description("print a shell completion script, made from the commands themselves")
    .addArgument(new Argument("<shell>").choices(["bash", "zsh", "fish"]))
    .addHelpText(
      "after",
      "\nbash: source <(sentinel completion bash)    fish: sentinel completion fish | source",
    )
    .action((shell: "bash" | "zsh" | "fish", _options: unknown, command: Command) => {
      const program = command.parent ?? command;
      print(SCRIPTS[shell](program.commands.map(wordsOf)));
    });

type Words = { name: string; description: string; words: string[] };

/** A command's own words: its sub-commands and its long options. */
function wordsOf(command: Command): Words {
  const options = command.options.flatMap(({ long }) => (long ? [long] : []));
  return {
    name: command.name(),
    description: command.description(),
    words: [...command.commands.map((child) => child.name()), ...options],
  };
}

const SCRIPTS = {
  bash: (commands: Words[]) => `_sentinel() {
    local word="\${COMP_WORDS[COMP_CWORD]}"
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")}" -- "$word"))
        return
    fi
    case "\${COMP_WORDS[1]}" in
${commands.map(({ name, words }) => `        ${name}) COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$word")) ;;`).join("\n")}
    esac
}
complete -o default -F _sentinel sentinel
`,
  zsh: (commands: Words[]) => `#compdef sentinel
_sentinel() {
    if (( CURRENT == 2 )); then
        local -a commands=(
${commands.map(({ name, description }) => `            '${name}:${description.replaceAll("'", "").replaceAll(":", "\\:")}'`).join("\n")}
        )
        _describe command commands
        return
    fi
    case "\${words[2]}" in
${commands.map(({ name, words }) => `        ${name}) compadd -- ${words.join(" ")} ;;`).join("\n")}
    esac
    _files
}
compdef _sentinel sentinel
`,
  fish: (commands: Words[]) =>
    commands
      .flatMap(({ name, description, words }) => [
        `complete -c sentinel -n __fish_use_subcommand -f -a ${name} -d '${description.replaceAll("'", "")}'`,
        ...words.map((word) =>
          word.startsWith("--")
            ? `complete -c sentinel -n '__fish_seen_subcommand_from ${name}' -l ${word.slice(2)}`
            : `complete -c sentinel -n '__fish_seen_subcommand_from ${name}' -f -a ${word}`,
        ),
      ])
      .join("\n"),
};
