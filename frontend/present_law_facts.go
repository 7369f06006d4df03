package frontend

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"gongzhi/assess"
)

// factRows are the facts that a finding rests on, in words.
func factRows(line []byte) []Row {
	read := json.NewDecoder(bytes.NewReader(line))
	read.UseNumber()
	var all map[string]any
	if read.Decode(&all) != nil {
		return nil
	}
	var rows []Row
	for _, key := range slices.Sorted(maps.Keys(all)) {
		switch inner, nested := all[key].(map[string]any); {
		case key == "facts" && nested:
			rows = append(rows, memberRows(inner)...)
		case key == "seriousness" && nested:
			if facts, ok := inner["facts"].(map[string]any); ok {
				rows = append(rows, memberRows(facts)...)
			}
		default:
			rows = append(rows, factRow(key, all[key])...)
		}
	}
	return rows
}

func memberRows(facts map[string]any) []Row {
	var rows []Row
	for _, key := range slices.Sorted(maps.Keys(facts)) {
		rows = append(rows, factRow(key, facts[key])...)
	}
	return rows
}

func factRow(fact string, value any) []Row {
	switch v := value.(type) {
	case nil:
		return []Row{{Key: factWords(fact), Values: []Text{K("law.unknown")}}}
	case bool:
		return []Row{{Key: factWords(fact), Values: []Text{yesNoWords(v)}}}
	case string:
		return []Row{{Key: factWords(fact), Values: []Text{valueWords(fact, v)}}}
	case json.Number:
		return []Row{{Key: factWords(fact), Values: []Text{Plain(v.String())}}}
	case map[string]any: // pieces by category
		row := Row{Key: factWords(fact)}
		for _, category := range assess.Categories() {
			if n, ok := v[category].(json.Number); ok {
				row.Values = append(row.Values, K("law.piece_line", "category", word("piece", category), "n", n.String()))
			}
		}
		return []Row{row}
	case []any:
		return []Row{listRow(fact, v)}
	}
	return nil
}

// listRow is a list of codes, or of transactions.
func listRow(fact string, list []any) Row {
	row := Row{Key: factWords(fact)}
	for i, item := range list {
		switch v := item.(type) {
		case string:
			row.Values = append(row.Values, valueWords(fact, v))
		case map[string]any:
			row.Key = K("law.transactions")
			row.Values = append(row.Values, transactionSaid(i+1, v))
		}
	}
	return row
}

func transactionSaid(n int, t map[string]any) Text {
	text := func(key string) string {
		s, _ := t[key].(string)
		return s
	}
	count, _ := t["count"].(json.Number)
	return K("law.transaction_line", "n", strconv.Itoa(n), "act", valueWords("acts", text("act")), "category", word("piece", text("category")),
		"count", count.String(), "set", text("set"), "recipient", text("recipient"))
}
