#compdef PROGRAM
# Completion of PROGRAM for zsh.

(( $+functions[compdef] )) && compdef _PROGRAM PROGRAM

# Asks the program what the last word may be.
_PROGRAM() {
    local answer directive line word
    local -a lines candidates space
    answer=$(${~words[1]} __complete "${(@Q)words[2,CURRENT]}" 2> /dev/null) || return 1
    lines=("${(@f)answer}")
    directive=${lines[-1]#:}
    for line in "${(@)lines[1,-2]}"; do
        word=${line%%$'\t'*}
        candidates+=("${word//:/\\:}${${line#$word}/$'\t'/:}")
    done
    compset -P '-*='
    (( directive & 2 )) && space=(-S '')
    if (( $#candidates )); then
        _describe 'PROGRAM' candidates "${space[@]}"
    elif (( ! (directive & 4) )); then
        _files
    fi
}

# As a file of fpath this is the body of the function itself, when it is called for the first time.
[[ $funcstack[1] == _PROGRAM ]] && _PROGRAM "$@"
true
