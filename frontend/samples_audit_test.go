package frontend

func auditSamples() map[string]Page {
	hashes := []string{"s2gnUIgcFvYqCNz5JIXX1PLc9bAIzTSJNi5cGuOUpbk=", "AG7b8TKPTTYTtIZ9zfwVvrFIE9ClWQh1PHsf3EyVNPU="}
	hash := Plain(hashes[0])
	witnesses := []AuditWitness{
		{Name: "qinglan", Group: "civil", Key: "witness.qinglan.example", Tag: Tag{Says: K("audit.cosigned"), Tone: "good"}, When: At(noon)},
		{Name: "yunzhou-news", Key: "witness.news.example", Tag: Tag{Says: K("audit.not_cosigned"), Tone: "warm"}},
	}
	log := &AuditLog{
		Rows: []Row{{Key: K("audit.size"), Values: []Text{Count(18_432)}}, {Key: K("audit.root"), Values: []Text{hash}}},
		Seal: Tag{Says: K("audit.sealed"), Tone: "good"}, SealText: K("audit.sealed_text", "when", At(noon)), Witnesses: witnesses,
		Note: "gongzhi.example/log\n18432\n" + hashes[0] + "\n\n— gongzhi.example/log Az3grn…\n",
	}
	broken := *log
	broken.Seal, broken.SealText = Tag{Says: K("audit.unsealed"), Tone: "warm"}, K("audit.unsealed_text")
	broken.Broken = K("audit.broken_tiles")
	return map[string]Page{
		"audit":        AuditPage{Log: log},
		"audit-broken": AuditPage{Log: &broken, Errors: []Problem{{"checkpoint", K("errors.audit_not_signed")}}, Typed: "x\n1\n"},
		"audit-entry": AuditEntryPage{Index: "17", Proof: hashes, Previous: "/audit/entry?index=16", Next: "/audit/entry?index=18",
			Rows: []Row{{Key: K("audit.label"), Values: []Text{hash}}, {Key: K("audit.under"), Values: []Text{K("audit.under_text", "count", Count(18), "root", "x")}}}},
		"audit-entry-broken": AuditEntryPage{Index: "17", Broken: K("audit.broken_entry", "index", 17)},
		"audit-compare": AuditComparePage{Proof: hashes, Size: "16", Good: K("audit.continues", "old", Count(16), "new", Count(18)),
			Rows: []Row{{Key: K("audit.old_state"), Values: []Text{K("audit.count", "count", Count(16)), hash}}}},
		"audit-compare-broken": AuditComparePage{Size: "16", Note: log.Note, Broken: K("audit.broken_rollback", "old", Count(16), "new", Count(8))},
		"audit-witnesses": AuditWitnessesPage{Key: "gongzhi.example/log+033de0ae+Ac4f", URL: "https://gongzhi.example/log", Witnesses: witnesses, Quorum: "civil",
			Groups: []AuditGroup{{Name: "civil", Needs: K("audit.group_needs", "needed", 1, "all", 2), Members: []string{"qinglan", "other"}}}},
		"audit-verify": AuditVerifyPage{Key: "gongzhi.example/log+033de0ae+Ac4f", URL: "https://gongzhi.example/log"},
	}
}
