package frontend

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

func (s *server) queue(c *gin.Context) error {
	if err := s.worker(c); err != nil {
		return err
	}
	view := queueView(c.Query("view"))
	query := queueViews[view].query
	query.Cursor, query.Limit = c.Query("cursor"), deskPageSize
	duties, err := s.reader(c).Duties(c, query)
	if err != nil {
		return err
	}
	counts, err := s.reader(c).QueueCounts(c)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, QueuePage{
		Tabs: queueTabs(view, counts), Rows: queueRows(duties.Items, s.Now()), Done: done(c),
		Pager: deskPager("/desk", c.Request.URL.Query(), duties.Next),
	})
}

// maxSearch bounds what is searched for, in characters.
const maxSearch = 200

func (s *server) cases(c *gin.Context) error {
	if err := s.worker(c); err != nil {
		return err
	}
	query := workflow.IncidentQuery{
		Text: c.Query("q"), State: c.Query("state"), Region: c.Query("region"), Sector: c.Query("sector"),
		Violation: c.Query("violation"), Cursor: c.Query("cursor"), Limit: deskPageSize,
	}
	page := CasesPage{Query: query.Text, Filters: caseFilters(query),
		Filtered: query.Text+query.State+query.Region+query.Sector+query.Violation != ""}
	if tooLong(query.Text, maxSearch) {
		page.Error = K("errors.too_long", "limit", maxSearch)
		return s.show(c, http.StatusBadRequest, page)
	}
	found, err := s.reader(c).Incidents(c, query)
	if refusal, ok := record.AsRefusal(err); ok && refusal.Kind == record.Invalid && refusal.Field == "q" {
		page.Error = refusalSaid(refusal)
		return s.show(c, http.StatusBadRequest, page)
	}
	if err != nil {
		return err
	}
	for _, card := range found.Items {
		page.Cards = append(page.Cards, caseCard(card, s.Now()))
	}
	page.Pager = deskPager("/desk/cases", c.Request.URL.Query(), found.Next)
	page.Period = periodOf(found.Since, &page.Pager)
	return s.show(c, http.StatusOK, page)
}

func (s *server) overview(c *gin.Context) error {
	if err := s.needs(c, roles.ReadOverview); err != nil {
		return err
	}
	view, err := s.reader(c).Overview(c)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, overviewPage(view))
}

func (s *server) rules(c *gin.Context) error {
	return s.show(c, http.StatusOK, rulesPage(s.Desk.Rules.InForce()))
}

func (s *server) inbox(c *gin.Context) error {
	items, err := s.reader(c).Inbox(c, c.Query("cursor"), deskPageSize)
	if err != nil {
		return err
	}
	worker := s.worker(c) == nil
	page := InboxPage{Done: done(c), Pager: deskPager("/inbox", c.Request.URL.Query(), items.Next)}
	for _, i := range items.Items {
		item := inboxItem(i, worker)
		page.Items = append(page.Items, item)
		page.NoMail = page.NoMail || i.Mail == mailNone
		page.MayMark = page.MayMark || (item.Unread && s.Desk.Notices != nil)
	}
	return s.show(c, http.StatusOK, page)
}

func (s *server) markRead(c *gin.Context) error {
	if s.Desk.Notices == nil {
		return record.ErrNotFound
	}
	if err := s.Desk.Notices.MarkAllRead(c, actorOf(c)); err != nil {
		return err
	}
	return finish(c, "/inbox", "read")
}
