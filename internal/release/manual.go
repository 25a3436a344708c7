package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
)

// listed is a command in the help of a program.
var listed = regexp.MustCompile(`(?m)^  ([a-z]+) +[A-Z]`)

// manual returns the manual page of a program in section 1: the help of all its commands. The program is one for this
// machine.
func (r *release) manual(p *program, own string) ([]byte, error) {
	help, err := exec.Command(own, "--help").Output()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, ".TH %s 1 %q %q\n", strings.ToUpper(p.name), r.time.Format("2006-01-02"), p.name+" "+r.version)
	fmt.Fprintf(&b, ".SH NAME\n%s \\- meter and label network flows of captures and interfaces\n", p.name)
	b.WriteString(".SH DESCRIPTION\n" + verbatim(help))
	_, commands, _ := bytes.Cut(help, []byte("Available Commands:\n"))
	for _, m := range listed.FindAllSubmatch(commands, -1) {
		command := string(m[1])
		help, err := exec.Command(own, command, "--help").Output()
		if err != nil {
			return nil, err
		}
		b.WriteString(".SH " + strings.ToUpper(command) + "\n" + verbatim(help))
	}
	return b.Bytes(), nil
}

// verbatim returns text as lines of groff that it does not fill (man(7)).
func verbatim(text []byte) string {
	s := strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "~", `\(ti`, "^", `\(ha`).Replace(string(text))
	lines := strings.SplitAfter(s, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") {
			lines[i] = `\&` + line
		}
	}
	return ".nf\n" + strings.Join(lines, "") + ".fi\n"
}
