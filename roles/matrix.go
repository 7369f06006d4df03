package roles

import (
	"fmt"
	"slices"
	"strings"
)

// Matrix prints the policy as a Markdown table: one row for each role and
// relation, in a fixed order.
func Matrix() string {
	var b strings.Builder
	b.WriteString("| role | relation to the case | may |\n| --- | --- | --- |\n")
	for _, role := range AllRoles {
		for _, relation := range AllRelations {
			i := slices.IndexFunc(Policy, func(g Grant) bool { return g.Role == role && g.Relation == relation })
			if i < 0 {
				continue
			}
			may := make([]string, len(Policy[i].May))
			for j, p := range Policy[i].May {
				may[j] = "`" + string(p) + "`"
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", role, relation, strings.Join(may, " "))
		}
	}
	return b.String()
}
