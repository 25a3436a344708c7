package cmdline

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// BoolVar adds a boolean flag. It is true if given, except as --flag=false.
func (fs *FlagSet) BoolVar(at *bool, name string, value bool, usage string) {
	fs.BoolVarP(at, name, "", value, usage)
}

// BoolVarP is BoolVar with a letter.
func (fs *FlagSet) BoolVarP(at *bool, name, shorthand string, value bool, usage string) {
	*at = value
	fs.VarP((*boolValue)(at), name, shorthand, usage).NoOptDefVal = "true"
}

// StringVar adds a flag with a text.
func (fs *FlagSet) StringVar(at *string, name, value, usage string) {
	fs.StringVarP(at, name, "", value, usage)
}

// StringVarP is StringVar with a letter.
func (fs *FlagSet) StringVarP(at *string, name, shorthand, value, usage string) {
	*at = value
	fs.VarP((*stringValue)(at), name, shorthand, usage)
}

// StringArrayVar adds a flag that may be given several times. Its first text replaces the value.
func (fs *FlagSet) StringArrayVar(at *[]string, name string, value []string, usage string) {
	fs.StringArrayVarP(at, name, "", value, usage)
}

// StringArrayVarP is StringArrayVar with a letter.
func (fs *FlagSet) StringArrayVarP(at *[]string, name, shorthand string, value []string, usage string) {
	*at = value
	fs.VarP(&listValue{at: at}, name, shorthand, usage)
}

// IntVar adds a flag with an integer.
func (fs *FlagSet) IntVar(at *int, name string, value int, usage string) {
	*at = value
	fs.Var((*intValue)(at), name, usage)
}

// DurationVar adds a flag with a duration.
func (fs *FlagSet) DurationVar(at *time.Duration, name string, value time.Duration, usage string) {
	*at = value
	fs.Var((*durationValue)(at), name, usage)
}

type boolValue bool

func (v *boolValue) Type() string   { return "bool" }
func (v *boolValue) String() string { return strconv.FormatBool(bool(*v)) }

func (v *boolValue) Set(text string) error {
	b, err := strconv.ParseBool(text)
	if err != nil {
		return errors.New("want true or false")
	}
	*v = boolValue(b)
	return nil
}

type stringValue string

func (v *stringValue) Type() string   { return "string" }
func (v *stringValue) String() string { return string(*v) }

func (v *stringValue) Set(text string) error {
	*v = stringValue(text)
	return nil
}

type listValue struct {
	at    *[]string
	given bool
}

func (v *listValue) Repeats()       {}
func (v *listValue) Type() string   { return "string" }
func (v *listValue) String() string { return strings.Join(*v.at, ",") }

func (v *listValue) Set(text string) error {
	if !v.given {
		*v.at, v.given = nil, true
	}
	*v.at = append(*v.at, text)
	return nil
}

type intValue int

func (v *intValue) Type() string   { return "number" }
func (v *intValue) String() string { return strconv.Itoa(int(*v)) }

func (v *intValue) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil {
		return errors.New("want a number")
	}
	*v = intValue(n)
	return nil
}

type durationValue time.Duration

func (v *durationValue) Type() string   { return "duration" }
func (v *durationValue) String() string { return time.Duration(*v).String() }

func (v *durationValue) Set(text string) error {
	d, err := time.ParseDuration(text)
	if err != nil {
		return errors.New("want a time with its unit, such as 30s or 5m")
	}
	*v = durationValue(d)
	return nil
}
