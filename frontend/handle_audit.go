package frontend

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gongzhi/ledger"
	"gongzhi/web"
)

// registerAudit adds the pages of the public log, where there is one.
func (s *server) registerAudit(g *gin.RouterGroup) {
	if s.Log == nil {
		return
	}
	public := g.Group("/audit", shared)
	for path, h := range map[string]web.Handler{
		"": s.audit, "/entry": s.auditEntry, "/compare": s.auditCompare, "/witnesses": s.auditWitnesses, "/verify": s.auditVerify,
	} {
		public.GET(path, handle(h))
		public.HEAD(path, handle(h))
	}
	g.POST("/audit/compare", web.NoStore(), handle(s.auditCompareNote))
}

func (s *server) audit(c *gin.Context) error { return s.showAudit(c, http.StatusOK, nil, "") }

func (s *server) showAudit(c *gin.Context, status int, found problems, typed string) error {
	page := AuditPage{Errors: found, Typed: typed}
	signed, opened, err := s.Log.State(c)
	switch {
	case errors.Is(err, ledger.ErrSignature):
		page.Log = &AuditLog{Note: string(signed), Broken: K("audit.broken_signature")}
	case errors.Is(err, ledger.ErrNotFound): // nothing is served yet
	case err != nil:
		return err
	default:
		compared, err := s.Log.Compare(c, opened.Checkpoint)
		if err != nil {
			return err
		}
		page.Log = auditLog(s.Log, signed, opened)
		page.Log.Broken = brokenBy(compared)
	}
	return s.show(c, status, page)
}

func (s *server) auditEntry(c *gin.Context) error {
	typed := strings.TrimSpace(c.Query("index"))
	index, err := strconv.ParseInt(typed, 10, 64)
	if err != nil || index < 0 {
		return s.showAudit(c, http.StatusUnprocessableEntity, problems{{"index", K("errors.audit_index")}}, "")
	}
	e, err := s.Log.Entry(c, index)
	switch {
	case errors.Is(err, ledger.ErrNotFound):
		return s.showAudit(c, http.StatusNotFound, problems{{"index", K("errors.audit_no_entry", "count", Count(e.Opened.Size))}}, "")
	case errors.Is(err, ledger.ErrTampered):
		return s.show(c, http.StatusOK, AuditEntryPage{Index: strconv.FormatInt(index, 10), Broken: K("audit.broken_entry", "index", index)})
	case err != nil:
		return err
	}
	return s.show(c, http.StatusOK, auditEntryPage(e))
}

// auditCompare tells the root and the proof for an older size, without a checkpoint to compare with.
func (s *server) auditCompare(c *gin.Context) error {
	size, err := strconv.ParseInt(strings.TrimSpace(c.Query("size")), 10, 64)
	if err != nil || size < 0 {
		return s.showAudit(c, http.StatusUnprocessableEntity, problems{{"size", K("errors.audit_size")}}, "")
	}
	compared, err := s.Log.Compare(c, ledger.Checkpoint{Size: size})
	if errors.Is(err, ledger.ErrNotFound) {
		return s.showAudit(c, http.StatusNotFound, nil, "")
	}
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, auditComparePage(compared, ""))
}

// auditCompareNote compares with a checkpoint that somebody kept.
func (s *server) auditCompareNote(c *gin.Context) error {
	form, err := readForm(c.Request, nil)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	typed := strings.TrimSpace(strings.ReplaceAll(form.Get("checkpoint"), "\r\n", "\n")) + "\n"
	old, err := s.Log.OpenOld([]byte(typed))
	if err != nil {
		says := K("errors.audit_checkpoint")
		if errors.Is(err, ledger.ErrSignature) {
			says = K("errors.audit_not_signed")
		}
		return s.showAudit(c, http.StatusUnprocessableEntity, problems{{"checkpoint", says}}, strings.TrimSpace(typed))
	}
	compared, err := s.Log.Compare(c, old.Checkpoint)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, auditComparePage(compared, typed))
}

func (s *server) auditWitnesses(c *gin.Context) error {
	var opened ledger.Opened
	if _, o, err := s.Log.State(c); err == nil {
		opened = o
	}
	return s.show(c, http.StatusOK, auditWitnessesPage(s.Log, opened, s.PublicURL))
}

func (s *server) auditVerify(c *gin.Context) error {
	return s.show(c, http.StatusOK, AuditVerifyPage{Key: s.Log.Keys.Public, URL: s.PublicURL + "/log"})
}
