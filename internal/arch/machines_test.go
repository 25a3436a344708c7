package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// wide are functions of sync/atomic that panic on 32-bit machines where their operand is not aligned to 64 bits, which
// the types atomic.Int64 and atomic.Uint64 always are.
var wide = regexp.MustCompile(`^(Add|And|Or|Load|Store|Swap|CompareAndSwap)U?[iI]nt64$`)

func TestAtomicsAreAligned(t *testing.T) {
	require.True(t, wide.MatchString("AddUint64") && wide.MatchString("CompareAndSwapInt64"))
	eachGoFile(t, func(path string, text []byte) {
		f, err := parser.ParseFile(token.NewFileSet(), path, text, 0)
		require.NoError(t, err)
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				of, ok := s.X.(*ast.Ident)
				require.False(t, ok && of.Name == "atomic" && wide.MatchString(s.Sel.Name), "%s: atomic.%s", path, s.Sel.Name)
			}
			return true
		})
	})
}

// What talks to the kernel needs unsafe; nothing that reads packets or writes rows does, so that none of it can depend on
// the order of bytes or on alignment.
func TestUnsafeIsForSystemCallsOnly(t *testing.T) {
	exempt := regexp.MustCompile(`(_linux|_unix|_windows|_test)\.go$`)
	eachGoFile(t, func(path string, text []byte) {
		f, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ImportsOnly)
		require.NoError(t, err)
		for _, i := range f.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			require.NoError(t, err)
			require.True(t, name != "unsafe" || exempt.MatchString(path), "%s imports unsafe", path)
		}
	})
}
