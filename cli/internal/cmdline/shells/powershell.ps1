# Completion of PROGRAM for PowerShell.

# Asks the program what the last word may be. Where it may be a file and nothing else, the shell completes files.
Register-ArgumentCompleter -Native -CommandName 'PROGRAM' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -le $cursorPosition } | ForEach-Object { $_.Extent.Text })
    $program = $words[0]
    $before = @($words | Select-Object -Skip 1)
    $last = $wordToComplete
    if ($last -ne '' -and $before.Count -gt 0) {
        $before = @($before | Select-Object -SkipLast 1)
    }
    if ($last -eq '' -and $PSVersionTable.PSVersion -lt [version]'7.3') {
        $last = '""' # older ones leave out words that are empty
    }
    $lines = @(& $program __complete @before $last 2> $null)
    if ($LASTEXITCODE -ne 0 -or $lines.Count -eq 0) {
        return
    }
    $directive = [int]$lines[-1].Substring(1)
    $prefix = ''
    if ($wordToComplete -match '^-[^=]*=') {
        $prefix = $Matches[0]
    }
    $lines | Select-Object -SkipLast 1 | ForEach-Object {
        $word, $meaning = $_ -split "`t", 2
        if (-not $meaning) {
            $meaning = $word
        }
        [System.Management.Automation.CompletionResult]::new("$prefix$word", $word, 'ParameterValue', $meaning)
    }
    if ($lines.Count -eq 1 -and ($directive -band 4)) {
        ''
    }
}
