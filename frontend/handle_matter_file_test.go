package frontend

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/accounts"
	"gongzhi/record"
	"gongzhi/roles"
)

// speaker signs one organization or newsroom in.
type speaker struct {
	memoryAccounts
	role roles.Role
}

func (s speaker) Authenticate(context.Context, string) (accounts.Identity, error) {
	return accounts.Identity{Name: "Qingyuan", Actor: roles.Actor{Person: uuid.New(), Role: s.role, Organization: testSociety}}, nil
}

var testSociety = uuid.MustParse("00000000-0000-4000-8000-000000000040")

// formFor is a filled form of a kind, and the site on which it may be sent.
func formFor(t *testing.T, kind string) (*site, url.Values) {
	told := url.Values{"key": {uuid.NewString()}, "title": {"关于通知"}, "narrative": {"总是来得太迟"}, "target_kind": {"enterprise"}, "target_name": {"某某公司"}}
	as := func(role roles.Role) *site {
		return newSite(t, func(d *Deps) {
			parts := testParts()
			parts.Associations = []roles.Association{{ID: testSociety, Name: roles.Text{Zh: "清源会", En: "Qingyuan"}, Kind: role}}
			org, err := roles.New(parts)
			require.NoError(t, err)
			d.Org, d.Accounts = func() *roles.Org { return org }, speaker{role: role}
		})
	}
	switch kind {
	case "opinion":
		return as(roles.Organization), told
	case "inquiry":
		return as(roles.Media), told
	case "request":
		return newSite(t), requestForm()
	}
	return newSite(t), url.Values{"key": {uuid.NewString()}, "kind": {"media"}, "title": {"南方观察报"}, "credit_code": {"91330106MA2ABCDE0X"},
		"narrative": {"我们报道数据安全"}, "name": {"林小满"}, "contact": {"a@b.example"}}
}

func eachForm(t *testing.T, run func(t *testing.T, s *site, kind string, form url.Values)) {
	for kind := range matterForms {
		t.Run(kind, func(t *testing.T) {
			s, form := formFor(t, kind)
			s.signedIn = kind == "opinion" || kind == "inquiry"
			run(t, s, kind, form)
		})
	}
}

func TestFilesComeWithEachOnePageForm(t *testing.T) {
	eachForm(t, func(t *testing.T, s *site, kind string, form url.Values) {
		r := s.multi("/file/"+kind, form, "通知.png", "x", "b.pdf", "yy")
		require.Equal(t, http.StatusOK, r.Code, r.Body.String())
		require.Contains(t, r.Body.String(), "7K3M")
		require.NotContains(t, r.Body.String(), "通知.png")
		require.Len(t, s.cases.filed, 1)
		require.Equal(t, record.Matter(kind), s.cases.filed[0].Matter)
		require.Len(t, s.cases.filed[0].Evidence, 2)
		require.Zero(t, s.files.discarded)

		again := s.multi("/file/"+kind, form, "通知.png", "x", "b.pdf", "yy")
		require.Equal(t, http.StatusOK, again.Code)
		require.Contains(t, again.Body.String(), "7K3M", "the same request gets the same receipt")
		require.Len(t, s.cases.filed, 1)
		require.Equal(t, 4, s.files.taken)
		require.Equal(t, 2, s.files.discarded, "the second two belong to nothing")
		require.NotContains(t, s.log.String(), "通知.png")
	})
}

func TestAWrongFileIsNamedAndTheFormKeptWhatWasTyped(t *testing.T) {
	eachForm(t, func(t *testing.T, s *site, kind string, form url.Values) {
		w := s.multi("/file/"+kind, form, "a.png", "x", "b.exe", "y", "big.png", strings.Repeat("x", maxFileBytes+1))
		require.Equal(t, http.StatusUnprocessableEntity, w.Code)
		lintPage(t, w.Body.String())
		for _, want := range []string{`href="#files"`, `id="files"`, "b.exe：不接受", "big.png：超过 20 MB", "请重新选择文件", form.Get("narrative"), form.Get("key")} {
			require.Contains(t, w.Body.String(), want)
		}
		require.Empty(t, s.cases.filed)
		require.Equal(t, s.files.taken, s.files.discarded)
	})
}

func TestAFormTakesTenFilesAndNoMore(t *testing.T) {
	eachForm(t, func(t *testing.T, s *site, kind string, form url.Values) {
		var files []string
		for range maxFiles {
			files = append(files, "a.png", "x")
		}
		w := s.multi("/file/"+kind, form, append(files, "eleventh.png", "x")...)
		require.Equal(t, http.StatusUnprocessableEntity, w.Code)
		require.Contains(t, w.Body.String(), "eleventh.png：最多 10 个文件")
		require.Equal(t, maxFiles, s.files.discarded)
		require.Equal(t, http.StatusOK, s.multi("/file/"+kind, form, files...).Code)
		require.Len(t, s.cases.filed[0].Evidence, maxFiles)
	})
}

// TestFilesTooLargeTogetherAreSaidBesideTheField: what stands before them in the request is kept.
func TestFilesTooLargeTogetherAreSaidBesideTheField(t *testing.T) {
	s, form := formFor(t, "request")
	big := strings.Repeat("x", maxFileBytes-1)
	w := s.multi("/file/request", form, "a.png", big, "b.png", big, "c.png", big, "d.png", big)
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), "合计超过 60 MB")
	require.Contains(t, w.Body.String(), "我的账号")
	require.Equal(t, 3, s.files.discarded)
	require.Empty(t, s.cases.filed)
}

func TestARefusedFormAsksForItsFilesAgain(t *testing.T) {
	eachForm(t, func(t *testing.T, s *site, kind string, form url.Values) {
		w := s.multi("/file/"+kind, with(form, "narrative", ""), "a.png", "x")
		require.Equal(t, http.StatusUnprocessableEntity, w.Code)
		require.Contains(t, w.Body.String(), "请重新选择文件")
		require.Equal(t, 1, s.files.discarded)
		require.NotContains(t, s.multi("/file/"+kind, with(form, "narrative", "")).Body.String(), "请重新选择文件", "none was chosen")

		w = s.multi("/file/"+kind, with(form, "switch_language", "en"), "a.png", "x")
		require.Contains(t, w.Body.String(), `<html lang="en"`)
		require.Contains(t, w.Body.String(), form.Get("narrative"))
		require.Contains(t, w.Body.String(), "Choose the files again")
		require.Empty(t, s.cases.filed)
		require.Equal(t, s.files.taken, s.files.discarded)
	})
}

func TestNoFileIsLookedAtFromWhomTheFormIsNotFor(t *testing.T) {
	s := newSite(t)
	for _, kind := range []string{"opinion", "inquiry"} {
		_, form := formFor(t, kind)
		require.Equal(t, http.StatusNotFound, s.multi("/file/"+kind, form, "a.png", "x").Code)
	}
	require.Zero(t, s.files.taken)
}

// TestAFileOfWhichItIsNotKnownWhetherItWasFiledIsLeftToTheSweep: a failing database may have kept the report.
func TestAFileOfWhichItIsNotKnownWhetherItWasFiledIsLeftToTheSweep(t *testing.T) {
	s, form := formFor(t, "request")
	s.cases.refuse = errors.New("connection lost")
	require.Equal(t, http.StatusInternalServerError, s.multi("/file/request", form, "a.png", "x").Code)
	require.Zero(t, s.files.discarded)
	require.Len(t, s.drafts.files, 1, "named by a draft that expires")

	s.cases.refuse = record.Refuse(record.Reused, "Idempotency-Key", "key_reused", "x")
	require.Equal(t, http.StatusConflict, s.multi("/file/request", form, "a.png", "x").Code)
	require.Equal(t, 1, s.files.discarded)
}

// cut is a body that ends in the middle of a file.
type cut struct{ io.Reader }

func (c cut) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func TestFilesOfACutOffFormAreTakenBack(t *testing.T) {
	s, form := formFor(t, "request")
	body, kind := multiBody(t, form, "a.png", "x", "b.png", "yyyy")
	r := s.sendMulti("/file/request", cut{io.LimitReader(body, int64(body.Len()-60))}, kind)
	require.GreaterOrEqual(t, r.Code, 400)
	require.Equal(t, s.files.taken, s.files.discarded)
	require.Empty(t, s.cases.filed)
}
