package exposition

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestText(t *testing.T) {
	var x Text
	x.Metric("a_total", Counter, "Back\\slash, \"quotes\"\nand lines.")
	x.Count(math.MaxUint64)
	x.Count(0, Label{"reason", "a \"b\" \\ c\nd"}, Label{"at", "grüße"})
	x.Metric("b", Gauge, "B.")
	for _, v := range []float64{0.5, 1e21, math.Inf(1), math.Inf(-1), math.NaN()} {
		x.Sample(v)
	}
	require.Equal(t, `# HELP a_total Back\\slash, "quotes"\nand lines.
# TYPE a_total counter
a_total 18446744073709551615
a_total{reason="a \"b\" \\ c\nd",at="grüße"} 0
# HELP b B.
# TYPE b gauge
b 0.5
b 1e+21
b +Inf
b -Inf
b NaN
`, string(x.Bytes()))
}
