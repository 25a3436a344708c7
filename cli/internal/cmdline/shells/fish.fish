# Completion of PROGRAM for fish.

# Asks the program what the last word may be, a line each with a tab and what it means.
function __PROGRAM_words
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    set -l lines ($program __complete $words "$last" 2>/dev/null)
    or return
    set -l directive (string sub -s 2 -- $lines[-1])
    set -e lines[-1]
    set -l before (string match -r -- '^-[^=]*=' "$last")
    if test (count $lines) -eq 0; and test (math "floor($directive / 4) % 2") -eq 0
        set lines (__fish_complete_path (string replace -- "$before" "" "$last"))
    end
    for line in $lines
        echo "$before$line"
    end
end

complete -c PROGRAM -e
complete -c PROGRAM -f -a '(__PROGRAM_words)'
