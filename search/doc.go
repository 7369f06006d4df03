// Package search turns texts and queries in Chinese and English into tokens for
// an inverted index, without knowing the database. Runs of Han characters become
// overlapping pairs, other words stay whole, so no dictionary is needed and a
// phrase is found wherever it stands. Pairs say what may match; the literals of
// a query, rechecked on the folded text, say what does.
package search
