
_pod_registry() {
  local what list head anycase meant program each
  local -a typed found match
  for each in "${(@)words[1,CURRENT-1]}"; do
    _pod_registry_meant "$each"
    typed+=("$meant")
  done
  program=$typed[1]
  _pod_registry_think "${(@)typed[2,-1]}" "$PREFIX"
  compset -p ${#head}
  case $what in
    dirs) _files -/ ;;
    files) _files ;;
    *)
      found=("${(@f)list}")
      [[ -z $anycase ]] || match=(-M 'm:{A-Z}={a-z}')
      compadd $match -S '' -- ${(M)found:#*:}
      compadd $match -- ${found:#(*:|)}
      ;;
  esac
}

(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _pod_registry pod-registry
