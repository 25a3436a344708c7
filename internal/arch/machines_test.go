package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
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
// the order of bytes or on alignment. Sizes of types are no harm: budgets of memory are counted in them.
func TestUnsafeIsForSystemCallsOnly(t *testing.T) {
	exempt := regexp.MustCompile(`(_linux|_unix|_windows|_test)\.go$`)
	eachGoFile(t, func(path string, text []byte) {
		if exempt.MatchString(path) {
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, text, 0)
		require.NoError(t, err)
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				of, ok := s.X.(*ast.Ident)
				require.False(t, ok && of.Name == "unsafe" && s.Sel.Name != "Sizeof", "%s: unsafe.%s", path, s.Sel.Name)
			}
			return true
		})
	})
}
