
_pod_registry() {
  local what list head meant program each
  local -a typed found
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
      compadd -S '' -- ${(M)found:#*:}
      compadd -- ${found:#(*:|)}
      ;;
  esac
}

(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _pod_registry pod-registry
