package frontend

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/accounts"
	"gongzhi/record"
)

func requestForm(pairs ...string) url.Values {
	form := url.Values{"key": {uuid.NewString()}, "right": {"erasure"}, "narrative": {"我的账号"}, "target_name": {"某某公司"},
		"holder_answer": {"silent"}, "asked_on": {"2026-11-01"}, "consent": {"no"}, "name": {"林小满"}, "contact": {"a@b.example"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func TestARequestIsFiledOnOnePageWithoutScript(t *testing.T) {
	s := newSite(t)
	lintPage(t, s.get("/file/request").Body.String())
	for _, kind := range []string{"request", "application"} {
		requireLabels(t, s.get("/file/"+kind).Body.String())
	}
	w := s.post("/file/request", requestForm())
	require.Equal(t, http.StatusOK, w.Code)
	lintPage(t, w.Body.String())
	require.Len(t, s.cases.filed, 1)
	filed := s.cases.filed[0]
	require.Equal(t, record.MatterRequest, filed.Matter)
	require.Equal(t, "erasure", filed.Request.Right)
	require.False(t, filed.Request.Consent)
	require.Equal(t, "named", filed.Filer.Kind)
	require.NotContains(t, w.Body.String(), "林小满")
}

func TestFormsAreHiddenFromWhomTheyAreNotFor(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/file/opinion", "/file/inquiry"} {
		require.Equal(t, "/sign-in?next="+url.QueryEscape(path), s.get(path).Header().Get("Location"), "who may file it has an account")
		require.Equal(t, http.StatusNotFound, s.post(path, url.Values{}).Code, path)
	}
	require.Equal(t, http.StatusOK, s.get("/file/application").Code)
}

func TestAWrongRequestComesBackWithWhatWasTyped(t *testing.T) {
	s := newSite(t)
	s.cases.refuse = record.Refusals{record.Refuse(record.Invalid, "/asked_on", "required", "is required")}
	w := s.post("/file/request", requestForm("asked_on", ""))
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), "我的账号")
	require.Contains(t, w.Body.String(), `href="#request-asked_on"`)
}

func TestAnswersAreReadByEverybody(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/answers", "/answers/" + answerSample().Reference} {
		w := s.get(path)
		require.Equal(t, http.StatusOK, w.Code)
		lintPage(t, w.Body.String())
		require.Contains(t, w.Body.String(), "核对了三份文书")
	}
	require.Equal(t, http.StatusNotFound, s.get("/answers/GZ-00000-00000").Code)
}

// openings answers like the accounts do.
type openings struct{ err error }

func (o openings) Redeem(context.Context, accounts.Invitee) error { return o.err }

func TestAnInvitationIsRedeemedWithoutScript(t *testing.T) {
	answer := &openings{}
	s := newSite(t, func(d *Deps) { d.Invitations = answer })
	lintPage(t, s.get("/invitation").Body.String())
	w := s.post("/invitation", url.Values{"receipt": {"7K3M"}})
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), `value="7K3M"`)
	typed := url.Values{"receipt": {"7K3M"}, "name": {"Lin"}, "email": {"lin@newsroom.example"}, "password": {"slow river crossing"}}
	opened := s.post("/invitation", typed).Header().Get("Location")
	require.Equal(t, "/sign-in?done=account", opened)
	require.Contains(t, s.get(opened).Body.String(), "govuk-notification-banner--success")
	require.NotContains(t, s.get("/sign-in?done=accept").Body.String(), "govuk-notification-banner", "an address can say nothing else")
	for err, field := range map[error]string{accounts.ErrInvitation: "receipt", accounts.ErrEmail: "email", accounts.ErrPasswordShort: "password"} {
		answer.err = err
		w := s.post("/invitation", typed)
		require.Equal(t, http.StatusUnprocessableEntity, w.Code)
		require.Contains(t, w.Body.String(), `href="#`+field+`"`)
		require.NotContains(t, w.Body.String(), "slow river", "a password is not sent back")
		lintPage(t, w.Body.String())
	}
}
