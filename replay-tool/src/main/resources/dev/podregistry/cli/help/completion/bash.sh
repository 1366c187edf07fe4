
_pod_registry() {
  local what list head anycase meant program line=${COMP_LINE:0:COMP_POINT} words=() typed=() current= word rest i
  # Bash splits at = and at colons, which are part of a word here.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    rest=${line#"${line%%[! $'\t']*}"}
    word=${COMP_WORDS[i]}
    ((i < COMP_CWORD)) || word=$rest
    if ((i > 1)) && [[ $rest == "$line" ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    line=${rest#"$word"}
  done
  for word in "${words[@]}"; do
    _pod_registry_meant "$word"
    typed+=("$meant")
  done
  program=${typed[0]}
  current=${typed[${#typed[@]} - 1]}
  word=${words[${#words[@]} - 1]}
  _pod_registry_think "${typed[@]:1}"
  _pod_registry_reply
}

# Bash takes each reply for what follows the last = or colon, unless these are quoted.
_pod_registry_reply() {
  local each kept= quoted= by=default
  [[ -z $anycase ]] || current=$head$(tr A-Z a-z <<<"${current#"$head"}")
  if [[ $word == [\"\']* ]]; then
    quoted=yes
  else
    for each in = :; do
      if [[ $COMP_WORDBREAKS == *"$each"* && ${current#"$kept"} == *"$each"* ]]; then
        kept=${current%"$each"*}$each
      fi
    done
  fi
  COMPREPLY=()
  [[ $what != dirs ]] || by=dirnames
  # Readline itself knows best how names of files are quoted; before bash 4 there is no way to ask for it.
  if [[ $what != words && $head == "$kept" ]] && compopt -o $by 2>/dev/null; then
    return
  fi
  case $what in
    dirs) list=$(compgen -d -- "${current#"$head"}") ;;
    files) list=$(compgen -f -- "${current#"$head"}") ;;
  esac
  while IFS= read -r each; do
    [[ -n $each && $head$each == "$current"* ]] || continue
    [[ $what == words || ! -d $each ]] || each=$each/
    [[ $each != *[:/] ]] || compopt -o nospace 2>/dev/null
    each=$head$each
    each=${each#"$kept"}
    [[ -n $quoted || $each != *[!A-Za-z0-9_.,:=/@%+-]* ]] || printf -v each %q "$each"
    COMPREPLY+=("$each")
  done <<<"$list"
}

complete -F _pod_registry pod-registry
