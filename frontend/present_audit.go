package frontend

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"gongzhi/ledger"
	"gongzhi/locale"
)

func auditLog(d *ledger.Desk, signed []byte, o ledger.Opened) *AuditLog {
	l := &AuditLog{Note: string(signed), Witnesses: auditWitnesses(d.Policy, o)}
	l.Rows = []Row{
		{Key: K("audit.size"), Values: []Text{Count(o.Size)}},
		{Key: K("audit.root"), Values: []Text{Plain(o.Root.String())}},
		{Key: K("audit.origin"), Values: []Text{Plain(o.Origin)}},
		{Key: K("audit.key"), Values: []Text{Plain(d.Keys.Public)}},
		{Key: K("audit.every"), Values: []Text{func(p *locale.Printer) string { return p.Duration(d.Every) }}},
		{Key: K("audit.within"), Values: []Text{func(p *locale.Printer) string { return p.Duration(d.Within) }}},
	}
	switch {
	case o.Sealed:
		l.Seal, l.SealText = Tag{Says: K("audit.sealed"), Tone: "good"}, K("audit.sealed_text", "when", At(o.SealedAt))
	case d.Policy.Quorum() == "":
		l.Seal, l.SealText = Tag{Says: K("audit.unwitnessed")}, K("audit.unwitnessed_text")
	default:
		l.Seal, l.SealText = Tag{Says: K("audit.unsealed"), Tone: "warm"}, K("audit.unsealed_text")
	}
	return l
}

// auditWitnesses lists the witnesses of the policy, whether or not they cosigned.
func auditWitnesses(p *ledger.Policy, o ledger.Opened) []AuditWitness {
	var list []AuditWitness
	for _, w := range p.Witnesses() {
		row := AuditWitness{Name: w.Name, Key: w.Key.Name(), Group: groupOf(p, w.Name), Tag: Tag{Says: K("audit.not_cosigned"), Tone: "warm"}}
		for _, c := range o.Cosigned {
			if c.Witness == w.Name {
				row.Tag, row.When = Tag{Says: K("audit.cosigned"), Tone: "good"}, At(c.At)
			}
		}
		list = append(list, row)
	}
	return list
}

func groupOf(p *ledger.Policy, member string) string {
	for _, g := range p.Groups() {
		if slices.Contains(g.Members, member) {
			return g.Name
		}
	}
	return ""
}

func auditEntryPage(e ledger.Entry) AuditEntryPage {
	hash := e.Leaf.Hash()
	page := AuditEntryPage{Index: strconv.FormatInt(e.Index, 10), Proof: hashList(e.Inclusion)}
	page.Rows = []Row{
		{Key: K("audit.label"), Values: []Text{Plain(hex.EncodeToString(e.Leaf.Label[:]))}},
		{Key: K("audit.commitment"), Values: []Text{Plain(hex.EncodeToString(e.Leaf.Commitment[:]))}},
		{Key: K("audit.leaf_hash"), Values: []Text{Plain(hash.String())}},
		{Key: K("audit.under"), Values: []Text{K("audit.under_text", "count", Count(e.Opened.Size), "root", e.Opened.Root.String())}},
	}
	if e.Index > 0 {
		page.Previous = "/audit/entry?index=" + strconv.FormatInt(e.Index-1, 10)
	}
	if e.Index+1 < e.Opened.Size {
		page.Next = "/audit/entry?index=" + strconv.FormatInt(e.Index+1, 10)
	}
	return page
}

func hashList(list []tlog.Hash) []string {
	said := make([]string, len(list))
	for i, h := range list {
		said[i] = h.String()
	}
	return said
}

func auditComparePage(c ledger.Comparison, note string) AuditComparePage {
	page := AuditComparePage{Note: note, Size: strconv.FormatInt(c.Old.Size, 10), Broken: brokenBy(c), Proof: hashList(c.Proof)}
	state := func(title string, size int64, root tlog.Hash) Row {
		row := Row{Key: K(title), Values: []Text{K("audit.count", "count", Count(size))}}
		if root != (tlog.Hash{}) {
			row.Values = append(row.Values, Plain(root.String()))
		}
		return row
	}
	page.Rows = []Row{state("audit.old_state", c.Old.Size, c.Old.Root)}
	if c.Found == ledger.Forked {
		page.Rows = append(page.Rows, state("audit.old_state_here", c.Old.Size, c.Was))
	}
	page.Rows = append(page.Rows, state("audit.new_state", c.Opened.Size, c.Opened.Root))
	if page.Broken == nil {
		page.Good = K("audit.continues", "old", Count(c.Old.Size), "new", Count(c.Opened.Size))
	}
	return page
}

// brokenBy says in plain words what differs; nil when nothing does.
func brokenBy(c ledger.Comparison) Text {
	old, now := Count(c.Old.Size), Count(c.Opened.Size)
	switch c.Found {
	case ledger.RolledBack:
		return K("audit.broken_rollback", "old", old, "new", now)
	case ledger.Forked:
		return K("audit.broken_fork", "old", old)
	case "":
		return nil
	default:
		return K("audit.broken_tiles")
	}
}

func auditWitnessesPage(d *ledger.Desk, o ledger.Opened, publicURL string) AuditWitnessesPage {
	page := AuditWitnessesPage{Key: d.Keys.Public, URL: strings.TrimSuffix(publicURL, "/") + "/log", Quorum: d.Policy.Quorum(), Witnesses: auditWitnesses(d.Policy, o)}
	for _, g := range d.Policy.Groups() {
		page.Groups = append(page.Groups, AuditGroup{Name: g.Name, Members: g.Members,
			Needs: K("audit.group_needs", "needed", g.Threshold, "all", len(g.Members))})
	}
	return page
}
