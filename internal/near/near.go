// Package near finds known words that are similar to an unknown one.
package near

import "strings"

const (
	most    = 3  // maximum number of results
	longest = 64 // maximum bytes of the word
)

// Words returns up to three of the known words, the most similar first: words that differ only in case, dashes and
// underscores, words within a small edit distance, and words that begin with the word.
func Words(word string, known []string) (found []string) {
	if len(word) == 0 || len(word) > longest {
		return nil
	}
	word = plain(word)
	allowed := min((len(word)-1)/2, 2) // edits
	var at [4][]string                 // by distance
	for _, k := range known {
		p := plain(k)
		d := distance(word, p)
		if d > allowed && len(word) >= 2 && strings.HasPrefix(p, word) {
			d = 3
		} else if d > allowed {
			continue
		}
		at[d] = append(at[d], k)
	}
	for _, words := range at {
		if len(found) == 0 || len(words) == 0 {
			found = append(found, words...)
		}
	}
	return found[:min(len(found), most)]
}

func plain(word string) string { return strings.ReplaceAll(strings.ToLower(word), "_", "-") }

// distance returns the edit distance of two words; a transposition is one edit. It is at least 3 if their lengths
// differ by more than 2.
func distance(a, b string) int {
	if len(a) > len(b)+2 || len(b) > len(a)+2 {
		return 3
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range len(b) {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}

// Or joins words: a, b or c.
func Or(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
	return strings.Join(words, "")
}
