package keys

import (
	"fmt"
	"slices"
	"strings"
)

// maxListed is how many valid names a message lists.
const maxListed = 40

// Nearest returns the name that word most likely meant, or "" when none is
// near. Near is at most one edit for every three letters, and at most three; but
// one in two letters, and two in four or five when the first letter or the last
// is right. An edit inserts, deletes, replaces or swaps neighbours (Damerau 1964).
func Nearest(word string, names []string) string {
	word = strings.ToLower(word)
	n := len([]rune(word))
	best, least := "", 4
	for _, name := range names {
		lower := strings.ToLower(name)
		near := min(3, n/3)
		switch {
		case n == 2:
			near = 1
		case (n == 4 || n == 5) && sameEnd(word, lower):
			near = 2
		}
		if d := distance(word, lower, least); d <= near && d < least {
			best, least = name, d
		}
	}
	return best
}

// sameEnd says whether two words begin or end with the same letter.
func sameEnd(a, b string) bool {
	s, t := []rune(a), []rune(b)
	return len(s) > 0 && len(t) > 0 && (s[0] == t[0] || s[len(s)-1] == t[len(t)-1])
}

// Hint ends a message about a name that is not known: with the one that was
// likely meant, or else with all there are.
func Hint(word string, names []string) string {
	if near := Nearest(word, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	names = once(names)
	switch n := len(names); {
	case n == 0:
		return "there are none"
	case n > maxListed:
		return fmt.Sprintf("want one of %s and %d more", strings.Join(names[:maxListed], ", "), n-maxListed)
	}
	return "want one of " + strings.Join(names, ", ")
}

// once are some names, each but once, in order.
func once(names []string) []string {
	var out []string
	for _, name := range names {
		if len(out) > maxListed || !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// distance is the number of edits between a and b, or limit when there are at
// least so many.
func distance(a, b string, limit int) int {
	s, t := []rune(a), []rune(b)
	if len(s)-len(t) >= limit || len(t)-len(s) >= limit {
		return limit
	}
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := range s {
		row[0] = i + 1
		for j := range t {
			row[j+1] = min(row[j], last[j+1]) + 1
			if s[i] == t[j] {
				row[j+1] = min(row[j+1], last[j])
			} else {
				row[j+1] = min(row[j+1], last[j]+1)
			}
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(limit, last[len(t)])
}
