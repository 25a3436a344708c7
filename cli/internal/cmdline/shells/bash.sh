# Completion of PROGRAM for bash.

# Asks the program what the last word may be, and shows what each means where there are several. The line is split at
# blanks alone, as COMP_WORDS has = in words of its own.
_PROGRAM() {
    local line=${COMP_LINE:0:COMP_POINT} words answer directive word description width=0
    read -ra words <<< "$line"
    [[ $line == *[[:blank:]] ]] && words+=("")
    COMPREPLY=()
    answer=$("${1/#\~\//$HOME/}" __complete "${words[@]:1}" 2> /dev/null) || return
    directive=${answer##*:}
    answer=${answer%:*}
    while IFS= read -r word; do
        [[ -n $word ]] || continue
        COMPREPLY+=("$word")
        word=${word%%$'\t'*}
        ((${#word} > width)) && width=${#word}
    done <<< "$answer"
    if ((directive & 2)); then compopt -o nospace 2> /dev/null; fi
    if ((directive & 4)); then compopt +o default 2> /dev/null; fi
    for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
        word=${COMPREPLY[i]%%$'\t'*}
        description=${COMPREPLY[i]#"$word"}
        if [[ ${#COMPREPLY[@]} -gt 1 && -n $description && $COMP_TYPE != 37 ]]; then
            printf -v word '%-*s  (%s)' "$width" "$word" "${description:1}"
        fi
        COMPREPLY[i]=$word
    done
}

complete -o default -F _PROGRAM PROGRAM
