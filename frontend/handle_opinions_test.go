package frontend

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

func sampleOpinions() []workflow.OpinionCard {
	firm := roles.Text{Zh: "清源数据权益促进会（演示）", En: "Qingyuan Data Rights (demo)"}
	office := roles.Text{Zh: "深圳市个人信息保护科（演示）", En: "Shenzhen office (demo)"}
	return []workflow.OpinionCard{
		{Reference: reference, Title: "关于泄露通知的意见", Narrative: "通知总是来得太迟。\n建议公布各企业的通知时长。", By: firm, Agency: office, About: "GZ-5SAME-2FIRM", FiledOn: "2026-11-03", DueOn: "2026-11-24"},
		{Reference: "GZ-1ABCD-2DEFG", Title: "On face recognition at gates", Narrative: "There is no alternative.", By: firm, Agency: office, Mine: true,
			Signers: []roles.Text{{Zh: "消费者数据观察（演示）", En: "Consumers' Data Watch (demo)"}}, FiledOn: "2026-11-01", DueOn: "2026-11-22"},
		{Reference: "GZ-4SAME-1WORD", Title: "关于注销账号的意见", Narrative: "注销应与注册同样方便。", By: firm, Agency: office, SignedBy: true, Signers: []roles.Text{firm}, FiledOn: "2026-10-30", DueOn: "2026-11-20"},
	}
}

func TestAnOrganizationReadsAndSignsOpinionsWithoutScript(t *testing.T) {
	d := newDesk(t, "org1")
	d.opinions = sampleOpinions()
	for _, lang := range locale.All() {
		for _, path := range []string{opinionsURL, "/organization"} {
			page := d.page(path, string(lang))
			require.Contains(t, page, `action="`+opinionURL(reference)+`/cosign"`)
			require.NotContains(t, page, `action="`+opinionURL("GZ-1ABCD-2DEFG"), "one's own is not signed again")
			require.NotContains(t, page, `action="`+opinionURL("GZ-4SAME-1WORD"), "nor one that was signed")
		}
	}
	require.Contains(t, d.page(opinionURL("GZ-1ABCD-2DEFG"), "en"), "Consumers&#39; Data Watch (demo)")
	w := d.send(opinionURL(reference) + "/cosign")
	require.Equal(t, opinionURL(reference)+"?done=cosign", w.Header().Get("Location"))
	require.Equal(t, []workflow.Command{{Action: workflow.Cosign, Actor: d.actor}}, d.commands)
	require.Contains(t, d.page(w.Header().Get("Location"), "en"), "govuk-notification-banner")
	require.Equal(t, http.StatusNotFound, d.read(opinionURL("GZ-22222-22222"), "en").Code)
}

func TestARefusedSignatureSaysWhy(t *testing.T) {
	d := newDesk(t, "org1")
	d.opinions = sampleOpinions()
	for code, kind := range map[string]record.Kind{"signed_already": record.WrongTime, "own_matter": record.Forbidden} {
		d.refuse = record.Refuse(kind, "action", code, "x")
		w := d.send(opinionURL(reference) + "/cosign")
		require.Equal(t, refusalStatus[kind], w.Code)
		lintPage(t, w.Body.String())
		require.Contains(t, w.Body.String(), map[string]string{"signed_already": "has signed it already", "own_matter": "Your organization filed this opinion"}[code])
	}
	w := d.send(opinionURL(reference)+"/cosign", "switch_language", "zh-CN")
	require.Equal(t, opinionURL(reference), w.Header().Get("Location"), "changing the language signs nothing")
	require.Len(t, d.commands, 2)
}

func TestOpinionsAreHiddenFromWhoeverSignsNone(t *testing.T) {
	for _, who := range []string{"citizen1", "media1", "shenzhen/officer"} {
		d := newDesk(t, who)
		d.opinions = sampleOpinions()
		require.Equal(t, http.StatusNotFound, d.read(opinionsURL, "en").Code, who)
		require.Equal(t, http.StatusNotFound, d.read(opinionURL(reference), "en").Code, who)
		require.Equal(t, http.StatusNotFound, d.send(opinionURL(reference)+"/cosign").Code, who)
		require.Empty(t, d.commands)
	}
}
