
# Takes the words after the program, the last of them the one to complete. Sets what comes there (words, files or dirs), the
# list of words, one a line, whether they may be typed in capitals, and the head of the typed word that stays before them.
_pod_registry_think() {
  local subs flags operands word value given command= topic= dir= plain=
  what=words list= head= anycase=
  _pod_registry_table ''
  while [ $# -gt 1 ]; do
    word=$1
    shift
    case $plain$word in
      --) plain=yes ;;
      --*=*) _pod_registry_keep "${word%%=*}" "${word#*=}" ;;
      -?*)
        _pod_registry_split "$word"
        if [ -n "$value" ] && [ -z "$given" ]; then
          if [ $# -eq 1 ]; then
            _pod_registry_offer "$1"
            return
          fi
          given=$1
          shift
        fi
        _pod_registry_keep "$word" "$given"
        ;;
      *) _pod_registry_operand "$word" ;;
    esac
  done
  _pod_registry_last "$1"
}

_pod_registry_last() {
  case $plain$1 in
    --*=*)
      head=${1%%=*}=
      _pod_registry_value "${1%%=*}"
      _pod_registry_offer "${1#*=}"
      ;;
    -*)
      _pod_registry_split "$1"
      if [ -n "$given" ]; then
        head=$word
        _pod_registry_offer "$given"
      else
        _pod_registry_flags
      fi
      ;;
    *)
      value=${operands%% *}
      [ -z "$subs" ] || value=$subs
      _pod_registry_offer "$1"
      ;;
  esac
}

# Splits -d/srv/pods into the option and its value.
_pod_registry_split() {
  word=$1 given=
  case $1 in
    --*) ;;
    -??*)
      given=${1#??}
      word=${1%"$given"}
      ;;
  esac
  _pod_registry_value "$word"
  [ -n "$value" ] || given=
}

# Sets what an option takes, which is nothing for one without a value.
_pod_registry_value() {
  value=
  case " $flags " in
    *" $1="*)
      value=" $flags "
      value=${value#*" $1="}
      value=${value%% *}
      ;;
  esac
}

_pod_registry_keep() {
  case $1 in
    -d | --dir) dir=$2 ;;
  esac
}

_pod_registry_operand() {
  case "|$subs|" in
    *"|$1|"*)
      command="$command${command:+ }$1"
      _pod_registry_table "$command"
      ;;
    *)
      subs=
      topic="$topic${topic:+ }$1"
      case $operands in
        *' +') ;;
        *' '*) operands=${operands#* } ;;
        *) operands= ;;
      esac
      ;;
  esac
}

_pod_registry_flags() {
  local left="$flags "
  while [ -n "$left" ]; do
    word=${left%% *}
    left=${left#* }
    list="$list${word%%=*}
"
  done
}

# Sets what can stand where the value is, of which the given beginning is typed.
_pod_registry_offer() {
  case $value in
    '' | :text) ;;
    :files | :dirs) what=${value#:} ;;
    :live | :ever | :actors)
      list=$("$program" names "${value#:}" ${dir:+"--dir=$dir"} </dev/null 2>/dev/null)
      ;;
    :rules)
      case $1 in
        read:* | write:*) head="$head${1%%:*}:" what=files ;;
        *) list='read:
write:' ;;
      esac
      ;;
    :topics)
      _pod_registry_table "$topic"
      _pod_registry_words "$subs"
      ;;
    ,*)
      case $1 in
        *,*) head="$head${1%,*}," ;;
      esac
      _pod_registry_words "${value#,}"
      ;;
    *) _pod_registry_words "$value" ;;
  esac
}

_pod_registry_words() {
  anycase=yes list=${1//|/
}
}

# What a word that was typed means: without quotes, and with ~ as the home.
_pod_registry_meant() {
  meant=${1//[\"\'\\]/}
  case $1 in
    '~' | '~/'*) meant=$HOME${meant#'~'} ;;
    --dir='~/'*) meant=--dir=$HOME${meant#--dir='~'} ;;
  esac
}
