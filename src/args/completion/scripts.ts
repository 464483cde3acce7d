// The completion scripts of the shells. Each asks trailsift for the candidates at the cursor (candidates.ts), so new flags and commands do not
// change them.

const bash = `# trailsift's completion for bash 4 or newer. In ~/.bashrc:
#
#   source <(trailsift completion bash)

_trailsift() {
  local words=() word current=\${COMP_WORDS[COMP_CWORD]} behind=\${COMP_LINE:COMP_POINT} typed='' joins='' last i

  # What stands behind the cursor is no part of the word to complete.
  [[ -n $COMP_LINE ]] && current=\${current%"\${behind%%[[:blank:]]*}"}

  # bash takes words apart at = : @ (COMP_WORDBREAKS) and completes what stands behind the last of them. They are put together again, and
  # "typed" is what bash will leave as it is.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    ((i == COMP_CWORD)) && word=$current
    last=$((\${#words[@]} - 1))
    if ((last >= 0)) && [[ $word =~ ^[=:@]+$ ]]; then
      words[last]+=$word
      typed=\${words[last]}
      joins=1
      continue
    fi
    if [[ $word == [\\"\\']* ]]; then
      word=\${word#[\\"\\']}
      word=\${word%[\\"\\']}
    fi
    if [[ -n $joins ]]; then
      words[last]+=$word
    else
      typed=''
      words+=("$word")
    fi
    joins=''
  done

  mapfile -t COMPREPLY < <("\${COMP_WORDS[0]/#\\~/$HOME}" completion candidates -- "\${words[@]}" 2>/dev/null)
  if [[ \${COMPREPLY[0]-} == :files ]]; then
    COMPREPLY=()
    compopt -o default 2>/dev/null
    return
  fi
  COMPREPLY=("\${COMPREPLY[@]%%$'\\t'*}")
  COMPREPLY=("\${COMPREPLY[@]#"$typed"}")
}

complete -F _trailsift trailsift
`;

const zsh = `#compdef trailsift
# trailsift's completion for zsh. In ~/.zshrc:
#
#   source <(trailsift completion zsh)

_trailsift() {
  local -a lines values shown
  # What was typed in another case of letters is put right.
  local line anycase='m:{[:lower:][:upper:]}={[:upper:][:lower:]}'
  lines=("\${(@f)$(\${(Q)words[1]} completion candidates -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  if [[ $lines[1] == :files ]]; then
    compset -P '--from='
    _files
    return
  fi
  [[ -n $lines ]] || return 1
  # Of --flag=one,two only the last part is shown and completed.
  compset -P '*[=,]'
  for line in $lines; do
    line=\${line#"\${(Q)IPREFIX}"}
    values+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  -- }")
  done
  if [[ $shown == *'  -- '* ]]; then
    compadd -M "$anycase" -l -d shown -a -- values
  else
    compadd -M "$anycase" -a -- values
  fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _trailsift "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _trailsift trailsift
fi
`;

const fish = `# trailsift's completion for fish. Once:
#
#   trailsift completion fish > ~/.config/fish/completions/trailsift.fish

function __trailsift_candidates
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    set -l lines ($program completion candidates -- $words (string unescape -- "$current"; or echo -- "$current") 2>/dev/null)
    if test "$lines[1]" = :files
        set -l flag (string match -r -- '^--from=' "$current")
        printf "$flag%s\\n" (__fish_complete_path (string replace -- "$flag" '' "$current"))
    else if set -q lines[1]
        printf '%s\\n' $lines
    end
end

complete -c trailsift -f -a '(__trailsift_candidates)'
`;

export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

export const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
