package report

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// status is the number of flows that pass the filters, as the page says.
func (p *tab) status() string { return p.text("#status") }

func TestClickFilters(t *testing.T) {
	rows := flowsOf(t, testdata+"mail.pcap", testdata+"web.pcap")
	p := open(t, write(t, testdata+"mail.pcap", testdata+"web.pcap"))
	all := p.bars("category")
	application := rows[0]["application_name"]
	var own []map[string]string
	for _, row := range rows {
		if row["application_name"] == application {
			own = append(own, row)
		}
	}
	require.Less(t, len(own), len(rows))

	p.clickBar("application", application)
	require.Equal(t, int64(len(own)), p.figure("flows"))
	require.Equal(t, fmt.Sprintf("%d of %d flows", len(own), len(rows)), p.status())
	require.Len(t, slices.Compact(p.cells("application")), 1)
	require.Equal(t, summed(t, own, "bidirectional_raw_bytes", column("category_name")), p.bars("category"))
	require.Greater(t, len(p.bars("application")), 1, "a card keeps its other groups")
	require.Equal(t, "true", eval[string](p, `document.querySelector("#facet-application [aria-pressed=true]").ariaPressed`))

	p.do(chromedp.Click(chromedp.CSS("#chips .chip")))
	require.Equal(t, int64(len(rows)), p.figure("flows"))
	require.Equal(t, all, p.bars("category"))

	p.clickBar("protocol", "TCP")
	p.clickBar("application", application)
	require.Equal(t, 2, eval[int](p, `document.querySelectorAll("#chips .chip").length`))
	p.do(chromedp.Click(chromedp.CSS("#clear")))
	require.Equal(t, int64(len(rows)), p.figure("flows"))
	require.True(t, eval[bool](p, `document.getElementById("clear").hidden`))
}

// A filter of packet sizes keeps flows with such packets.
func TestSizeFilter(t *testing.T) {
	p := open(t, write(t, testdata+"tls.pcap"))
	p.clickBar("size", "1024–1518")
	require.Equal(t, eval[int64](p, `JSON.parse(document.getElementById("summary").textContent).Sizes[5].Flows`), p.figure("flows"))
	p.clickBar("size", "1024–1518")
	require.False(t, strings.Contains(p.status(), " of "))
}

func TestSearch(t *testing.T) {
	rows := flowsOf(t, testdata+"tls.pcap", testdata+"dns.pcap")
	p := open(t, write(t, testdata+"tls.pcap", testdata+"dns.pcap"))
	count := func(has func(map[string]string) bool) (n int) {
		for _, row := range rows {
			if has(row) {
				n++
			}
		}
		return n
	}
	for query, has := range map[string]func(map[string]string) bool{
		"53": func(row map[string]string) bool {
			return row["dst_port"] == "53" || row["src_port"] == "53" || containsAny(row, "53")
		},
		"dns": func(row map[string]string) bool { return containsAny(row, "dns") },
		"TCP 44": func(row map[string]string) bool {
			return (row["protocol"] == "6" || containsAny(row, "tcp")) && containsAny(row, "44")
		},
		"no such text at all": func(map[string]string) bool { return false },
	} {
		p.do(search(query))
		p.await(`document.getElementById("status").textContent.includes(" of ")`)
		want := fmt.Sprintf("%d of %d flows", count(has), len(rows))
		p.await(`document.getElementById("status").textContent.includes(" of ")`)
		require.Equal(t, want, p.status(), query)
		p.do(chromedp.Click(chromedp.CSS("#clear")))
	}
	require.Equal(t, "", eval[string](p, `document.getElementById("search").value`))
}

// containsAny reports whether a searched text of a row, without its ports, contains a word.
func containsAny(row map[string]string, word string) bool {
	for _, name := range []string{"src_ip", "dst_ip", "application_name", "category_name", "requested_server_name", "risks",
		"ja4_client", "tls_version", "tls_cipher", "user_agent"} {
		if strings.Contains(strings.ToLower(row[name]), word) {
			return true
		}
	}
	return row["src_port"] == word || row["dst_port"] == word
}

func TestSortingAndPaging(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mix.pcap")
	require.NoError(t, os.WriteFile(path, generated(t, 10_000), 0o600))
	p := open(t, write(t, path))
	rows := flowsOf(t, path)
	require.Greater(t, len(rows), 150)
	require.Len(t, p.cells("bytes"), 50)
	click := func(selector string) { p.do(chromedp.Click(chromedp.CSS(selector))) }

	sort := func(column string) { click("th[data-column=" + column + "] button") }
	sort("application")
	names := p.cells("application")
	require.True(t, slices.IsSortedFunc(names, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }))
	require.Equal(t, "ascending", eval[string](p, `document.querySelector("th[data-column=application]").ariaSort`))
	sort("application")
	require.NotEqual(t, names, p.cells("application"))
	require.Equal(t, "descending", eval[string](p, `document.querySelector("th[data-column=application]").ariaSort`))
	sort("destinationPort")
	ports := p.cells("destinationPort")
	require.True(t, slices.IsSortedFunc(ports, func(a, b string) int { return int(number(t, a) - number(t, b)) }), ports)
	sort("start")
	first := p.cells("start")
	require.True(t, slices.IsSorted(first))

	click("#pager [title='Next page']")
	require.Contains(t, p.text("#page"), "Page 2 of ")
	require.GreaterOrEqual(t, p.cells("start")[0], first[49])
	click("#pager [title='Last page']")
	require.Contains(t, p.text("#table-range"), fmt.Sprintf("–%d of %d", len(rows), len(rows)))
	click("#pager [title='First page']")
	require.Equal(t, first, p.cells("start"))
	p.do(statement(`const size = document.getElementById("page-size"); size.value = "100"; size.dispatchEvent(new Event("change"))`))
	require.Len(t, p.cells("start"), 100)
}

func TestDetails(t *testing.T) {
	p := open(t, write(t, testdata+"tls.pcap"))
	p.do(chromedp.Click(chromedp.CSS("tr.flow .opener")))
	details := p.text("tr.details")
	require.Contains(t, details, "First packet")
	require.Contains(t, details, "JA4")
	require.Equal(t, "true", eval[string](p, `document.querySelector("tr.flow .opener").ariaExpanded`))
	p.do(chromedp.Click(chromedp.CSS("tr.details .value-filter")))
	require.Contains(t, p.status(), " of ")
	require.Equal(t, 1, eval[int](p, `document.querySelectorAll("#chips .chip").length`))
}

// All works with the keyboard alone.
func TestKeyboard(t *testing.T) {
	p := open(t, write(t, testdata+"web.pcap", testdata+"tls.pcap"))
	focus := func(selector string) { p.do(chromedp.Focus(chromedp.CSS(selector))) }
	press := func(keys string) { p.do(chromedp.KeyEvent(keys)) }

	focus("#facet-application button.bar")
	press(kb.Enter)
	require.Contains(t, p.status(), " of ")
	require.Equal(t, "BUTTON", eval[string](p, "document.activeElement.tagName"), "the focus stays on the bar")
	press(kb.Enter)
	require.NotContains(t, p.status(), " of ")

	focus("#timeline")
	press(kb.ArrowRight)
	require.NotEmpty(t, p.text("#timeline-said"))
	press(kb.Enter)
	require.Contains(t, p.status(), " of ")
	require.Contains(t, p.text("#chips"), "Time")
	press(kb.Escape)
	require.NotContains(t, p.status(), " of ")

	focus("th[data-column=duration] button")
	press(" ")
	require.Equal(t, "descending", eval[string](p, `document.querySelector("th[data-column=duration]").ariaSort`))
	unnamed := eval[[]string](p, `[...document.querySelectorAll("button, input, select, [tabindex='0']")]
		.filter((one) => !(one.textContent.trim() || one.ariaLabel || one.labels?.length || one.getAttribute("aria-labelledby")))
		.map((one) => one.outerHTML)`)
	require.Empty(t, unnamed, "every control has a name")
}

// A drag over the timeline keeps the flows of that time.
func TestTimeFilter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mix.pcap")
	require.NoError(t, os.WriteFile(path, generated(t, 20_000), 0o600))
	p := open(t, write(t, path))
	box := eval[[]float64](p, `(() => { document.querySelector("#timeline").scrollIntoView({ block: "center" });
		const box = document.querySelector(".u-over").getBoundingClientRect(); return [box.left, box.top, box.width, box.height]; })()`)
	y := box[1] + box[3]/2
	p.do(chromedp.DragAndDropXY(box[0]+box[2]*0.25, y, box[0]+box[2]*0.5, y, 5))
	p.await(`document.getElementById("status").textContent.includes(" of ")`)
	from, to := eval[int64](p, timeEdge("from")), eval[int64](p, timeEdge("to"))
	want := 0
	for _, row := range flowsOf(t, path) {
		first, last := micros(t, row["bidirectional_first_seen_ms"]), micros(t, row["bidirectional_last_seen_ms"])
		if first < to && last >= from {
			want++
		}
	}
	require.Equal(t, int64(want), p.figure("flows"))
	require.NotEmpty(t, p.bars("application"))
}

// timeEdge reads an edge of the time filter from its chip: date, time, dash, time.
func timeEdge(edge string) string {
	return fmt.Sprintf(`(() => {
		const [day, from, , to] = document.querySelector("#chips .chip bdi").textContent.split(" ");
		return Math.round(1000 * Date.parse(day + "T" + (%q === "from" ? from : to) + "Z"));
	})()`, edge)
}

// micros returns microseconds of a column in milliseconds.
func micros(t *testing.T, text string) int64 {
	whole, fraction, _ := strings.Cut(text, ".")
	return number(t, whole)*1000 + number(t, (fraction + "000")[:3])
}

func TestThemes(t *testing.T) {
	path := write(t, testdata+"web.pcap")
	paper := `getComputedStyle(document.body).backgroundColor`
	light, night := open(t, path), open(t, path, dark())
	require.NotEqual(t, eval[string](light, paper), eval[string](night, paper))
	require.Equal(t, "Theme: auto", light.text("#theme"))
	light.do(chromedp.Click(chromedp.CSS("#theme")), chromedp.Click(chromedp.CSS("#theme")))
	require.Equal(t, "Theme: dark", light.text("#theme"))
	require.Equal(t, eval[string](night, paper), eval[string](light, paper))
	for _, p := range []*tab{light, night} {
		require.Empty(t, eval[[]string](p, lowContrast))
	}
}

// lowContrast lists texts with less contrast to their background than WCAG 2.2 asks for (1.4.3: 4.5).
const lowContrast = `(() => {
	const parse = (text) => text.match(/[\d.]+/g).map(Number);
	const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
		.reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
	const backdrop = (one) => {
		for (; one; one = one.parentElement) {
			const colour = getComputedStyle(one).backgroundColor;
			if (!/, 0\)$|transparent/.test(colour) && colour.startsWith("rgb")) return parse(colour);
		}
		return [255, 255, 255];
	};
	const speaks = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
	return [...document.querySelectorAll("body *")].filter((one) => speaks(one)
		&& one.checkVisibility() && !one.closest("script, noscript, :disabled")).filter((one) => {
			const [a, b] = [light(parse(getComputedStyle(one).color)), light(backdrop(one))];
			return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
		}).map((one) => one.outerHTML.slice(0, 120));
})()`

func TestEmptyCapture(t *testing.T) {
	path := filepath.Join(t.TempDir(), "empty.pcap")
	require.NoError(t, os.WriteFile(path, newCapture().Bytes(), 0o600))
	p := open(t, write(t, path))
	require.Zero(t, p.figure("flows"))
	require.Equal(t, "No flows", p.text("#table-body td"))
	require.Zero(t, eval[int](p, `document.querySelectorAll("section.facet:not([hidden])").length`))
	p.do(search("x"))
	p.await(`document.getElementById("status").textContent === "0 of 0 flows"`)
}

func TestOneFlow(t *testing.T) {
	c := newCapture()
	c.get(1_700_000_000, 40000, "one.example", "curl/8", "/")
	path := filepath.Join(t.TempDir(), "one.pcap")
	require.NoError(t, os.WriteFile(path, c.Bytes(), 0o600))
	p := open(t, write(t, path))
	sameFigures(t, p, flowsOf(t, path))
	require.Equal(t, []string{"192.0.2.1"}, p.cells("source"))
	require.Contains(t, p.text("#facet-host"), "one.example")
	require.Equal(t, "Both directions", eval[string](p, `document.querySelector("#facet-outcome bdi").textContent`))
}

// Of more flows than the bound the table has the largest. The figures have all.
func TestMostFlows(t *testing.T) {
	rows := flowsOf(t, testdata+"tls.pcap", testdata+"web.pcap")
	p := open(t, write(t, "--most-flows", "5", testdata+"tls.pcap", testdata+"web.pcap"))
	sameFigures(t, p, rows)
	require.Len(t, p.cells("bytes"), 5)
	require.Contains(t, p.text("#notice-kept"), "the 5 largest flows")
	slices.SortFunc(rows, func(a, b map[string]string) int {
		return int(number(t, b["bidirectional_raw_bytes"]) - number(t, a["bidirectional_raw_bytes"]))
	})
	shown := eval[[]string](p, `[...document.querySelectorAll("tr.flow .c-bytes")].map((cell) => cell.title.replaceAll(",", ""))`)
	for i, text := range shown {
		require.Equal(t, rows[i]["bidirectional_raw_bytes"], text)
	}
	p.clickBar("protocol", "TCP")
	require.Contains(t, p.status(), " of 5 flows")
}

func TestPrint(t *testing.T) {
	p := open(t, write(t, testdata+"web.pcap"))
	pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF())
	require.NoError(t, err)
	require.Greater(t, len(pdf), 10_000)
	p.do(media(emulation.SetEmulatedMediaParams{Media: "print"}))
	require.Equal(t, "none", eval[string](p, `getComputedStyle(document.getElementById("pager")).display`))
}

// The page fits a phone: nothing but the table scrolls sideways.
func TestPhone(t *testing.T) {
	p := open(t, write(t, testdata+"web.pcap", testdata+"tls.pcap"), chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile))
	require.LessOrEqual(t, eval[int](p, "document.documentElement.scrollWidth"), 390)
}

// A hundred thousand flows stay usable.
func TestManyFlows(t *testing.T) {
	if testing.Short() {
		t.Skip("it generates 900,000 packets")
	}
	path := filepath.Join(t.TempDir(), "churn.pcap")
	require.NoError(t, os.WriteFile(path, generatedBy(t, "churn", 900_000), 0o600))
	begin := time.Now()
	page := write(t, path)
	made := time.Since(begin)
	info, err := os.Stat(page)
	require.NoError(t, err)
	begin = time.Now()
	p := open(t, page)
	loaded := time.Since(begin)
	flows := p.figure("flows")
	require.GreaterOrEqual(t, flows, int64(100_000))
	paint := eval[float64](p, `performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0`)
	timed := func(statement string) float64 {
		return eval[float64](p, `(() => { const begin = performance.now(); `+statement+`; document.body.offsetHeight;
			return performance.now() - begin; })()`)
	}
	filter := timed(`document.querySelector("#facet-application button.bar").click()`)
	sort := timed(`document.querySelector("th[data-column=destination] button").click()`)
	t.Logf("%d flows: written in %v, %d bytes; first paint %.0f ms, loaded %v, filter %.0f ms, sort %.0f ms",
		flows, made.Round(time.Millisecond), info.Size(), paint, loaded.Round(time.Millisecond), filter, sort)
	require.Less(t, info.Size(), 40*flows)
	require.Less(t, filter, 5000.0)
	require.Contains(t, p.status(), " of ")
}
