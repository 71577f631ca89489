package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"tutti/scenarios"
)

type completionCmd struct {
	Shell string `arg:"" help:"bash, zsh, fish or powershell." enum:"bash,zsh,fish,powershell"`
}

// Help is shown by --help.
func (completionCmd) Help() string {
	return `Examples:
  bash:        source <(tutti completion bash)
  zsh:         source <(tutti completion zsh)
  fish:        tutti completion fish | source
  powershell:  tutti completion powershell | Out-String | Invoke-Expression

Put the line into the start-up file of the shell to have it always.`
}

// Run prints a script for a shell.
func (c *completionCmd) Run(a *app, k *kong.Context) error {
	return complete(a.out, c.Shell, completions(k.Model))
}

// A completion is all that can be completed of one command.
type completion struct {
	name, help string
	flags      []completionFlag
	words      []string // its arguments, where they are words
	files      bool     // an argument may be a file
}

// A completionFlag is one flag.
type completionFlag struct {
	long, short, help string
	value             bool     // it wants a value
	words             []string // values, where they are words; files otherwise
}

// completions reads the commands from the model of the command line.
func completions(m *kong.Application) []completion {
	var all []completion
	for _, node := range m.Leaves(true) {
		c := completion{name: node.Name, help: node.Help, files: true}
		for _, flags := range node.AllFlags(true) {
			for _, f := range flags {
				c.flags = append(c.flags, flagOf(f))
			}
		}
		for _, p := range node.Positional {
			if words := wordsOf(p); words != nil {
				c.words = words
				c.files = p.Enum == "" && !strings.Contains(p.Help, "listed")
			}
		}
		c.files = c.files && len(node.Positional) > 0
		all = append(all, c)
	}
	return all
}

func flagOf(f *kong.Flag) completionFlag {
	short := ""
	if f.Short != 0 {
		short = string(f.Short)
	}
	return completionFlag{long: f.Name, short: short, help: f.Help, value: !f.IsBool(), words: wordsOf(f.Value)}
}

// wordsOf are the words that a value may be: those it lists, patterns where it
// asks for them, scenarios where it asks for one; nil where it may be anything.
func wordsOf(v *kong.Value) []string {
	help := strings.ToLower(v.Help)
	switch {
	case v.Enum != "":
		return v.EnumSlice()
	case v.Name == "set" || v.IsBool():
		return nil
	case strings.HasPrefix(v.Name, "pattern"):
		return scenarios.List("patterns")
	case strings.HasPrefix(help, "scenario") || strings.HasPrefix(help, "a scenario"):
		return append(scenarios.List("."), scenarios.List("classics")...)
	}
	return nil
}

// complete writes the script of a shell.
func complete(w io.Writer, shell string, all []completion) error {
	script := map[string]func([]completion) string{"bash": bashScript, "zsh": zshScript, "fish": fishScript, "powershell": powershellScript}[shell]
	_, err := io.WriteString(w, script(all))
	return err
}

func names(all []completion) []string {
	list := make([]string, len(all))
	for k, c := range all {
		list[k] = c.name
	}
	return list
}

// dashed are the flags as they are typed.
func (c *completion) dashed() []string {
	var list []string
	for _, f := range c.flags {
		list = append(list, "--"+f.long)
		if f.short != "" {
			list = append(list, "-"+f.short)
		}
	}
	return list
}

func bashScript(all []completion) string {
	b := &strings.Builder{}
	fmt.Fprintf(b, `# bash completion of tutti
_tutti() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} flags="" words="" files=""
    if ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W "%s" -- "$cur"))
        return
    fi
    case "${COMP_WORDS[1]} $prev" in
`, strings.Join(names(all), " "))
	for _, c := range all {
		for _, f := range c.flags {
			switch {
			case f.value && f.words != nil:
				fmt.Fprintf(b, "    \"%s --%s\") COMPREPLY=($(compgen -W \"%s\" -- \"$cur\")); return ;;\n", c.name, f.long, strings.Join(f.words, " "))
			case f.value:
				fmt.Fprintf(b, "    \"%s --%s\") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n", c.name, f.long)
			}
		}
	}
	b.WriteString("    esac\n    case ${COMP_WORDS[1]} in\n")
	for _, c := range all {
		files := ""
		if c.files {
			files = " files=yes"
		}
		fmt.Fprintf(b, "    %s) flags=\"%s\" words=\"%s\"%s ;;\n", c.name, strings.Join(c.dashed(), " "), strings.Join(c.words, " "), files)
	}
	b.WriteString(`    esac
    if [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W "$flags" -- "$cur"))
    else
        COMPREPLY=($(compgen -W "$words" -- "$cur"))
        if [[ $files ]]; then
            COMPREPLY+=($(compgen -f -- "$cur"))
        fi
    fi
}
complete -o filenames -F _tutti tutti
`)
	return b.String()
}

// zshText puts a text into single quotes for a shell, without the characters
// that completion of zsh takes for its own.
func zshText(text string) string {
	return "'" + strings.NewReplacer("'", `'\''`, "[", "(", "]", ")", ":", ",").Replace(text) + "'"
}

func zshScript(all []completion) string {
	b := &strings.Builder{}
	b.WriteString("#compdef tutti\n# zsh completion of tutti\n_tutti() {\n    local -a commands=(\n")
	for _, c := range all {
		fmt.Fprintf(b, "        %s:%s\n", c.name, zshText(c.help))
	}
	b.WriteString("    )\n    if ((CURRENT == 2)); then\n        _describe command commands\n        return\n    fi\n    local command=$words[2]\n    shift words\n    ((CURRENT--))\n    case $command in\n")
	for _, c := range all {
		fmt.Fprintf(b, "    %s)\n        _arguments", c.name)
		for _, f := range c.flags {
			value := ""
			switch {
			case f.value && f.words != nil:
				value = ":value:(" + strings.Join(f.words, " ") + ")"
			case f.value:
				value = ":value:_files"
			}
			help := strings.Trim(zshText(f.help), "'")
			fmt.Fprintf(b, " \\\n            '*--%s[%s]%s'", f.long, help, value)
			if f.short != "" {
				fmt.Fprintf(b, " \\\n            '*-%s[%s]%s'", f.short, help, value)
			}
		}
		switch {
		case c.words != nil && c.files:
			fmt.Fprintf(b, " \\\n            '*: :{_alternative \"names:name:(%s)\" \"files:file:_files\"}'", strings.Join(c.words, " "))
		case c.words != nil:
			fmt.Fprintf(b, " \\\n            '*:name:(%s)'", strings.Join(c.words, " "))
		case c.files:
			b.WriteString(" \\\n            '*:file:_files'")
		}
		b.WriteString("\n        ;;\n")
	}
	b.WriteString("    esac\n}\ncompdef _tutti tutti\n")
	return b.String()
}

func fishScript(all []completion) string {
	b := &strings.Builder{}
	quote := func(text string) string {
		return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(text) + "'"
	}
	b.WriteString("# fish completion of tutti\ncomplete -c tutti -f\n")
	for _, c := range all {
		fmt.Fprintf(b, "complete -c tutti -n __fish_use_subcommand -a %s -d %s\n", c.name, quote(c.help))
	}
	for _, c := range all {
		when := "complete -c tutti -n '__fish_seen_subcommand_from " + c.name + "'"
		if c.files {
			fmt.Fprintf(b, "%s -F\n", when)
		}
		if c.words != nil {
			fmt.Fprintf(b, "%s -a %s\n", when, quote(strings.Join(c.words, " ")))
		}
		for _, f := range c.flags {
			line := when + " -l " + f.long
			if f.short != "" {
				line += " -s " + f.short
			}
			switch {
			case f.value && f.words != nil:
				line += " -x -a " + quote(strings.Join(f.words, " "))
			case f.value:
				line += " -r -F"
			}
			fmt.Fprintf(b, "%s -d %s\n", line, quote(f.help))
		}
	}
	return b.String()
}

func powershellScript(all []completion) string {
	list := func(words []string) string {
		quoted := slices.Clone(words)
		for k, w := range quoted {
			quoted[k] = "'" + strings.ReplaceAll(w, "'", "''") + "'"
		}
		return "@(" + strings.Join(quoted, ", ") + ")"
	}
	b := &strings.Builder{}
	b.WriteString("# PowerShell completion of tutti\nRegister-ArgumentCompleter -Native -CommandName tutti -ScriptBlock {\n    param($word, $ast, $at)\n    $commands = @{\n")
	for _, c := range all {
		fmt.Fprintf(b, "        '%s' = %s\n", c.name, list(append(c.dashed(), c.words...)))
	}
	b.WriteString("    }\n    $values = @{\n")
	for _, c := range all {
		for _, f := range c.flags {
			if f.value && f.words != nil {
				fmt.Fprintf(b, "        '%s --%s' = %s\n", c.name, f.long, list(f.words))
			}
		}
	}
	b.WriteString(`    }
    $typed = @($ast.CommandElements | ForEach-Object { $_.ToString() })
    $before = @($typed | Select-Object -Skip 1)
    if ($word -ne '') { $before = @($before | Select-Object -SkipLast 1) }
    $words = $commands.Keys | Sort-Object
    if ($before.Count -gt 0) {
        $words = $commands[$before[0]]
        $flag = $before[0] + ' ' + $before[-1]
        if ($values.ContainsKey($flag)) { $words = $values[$flag] }
    }
    $words | Where-Object { $_ -like "$word*" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
`)
	return b.String()
}
