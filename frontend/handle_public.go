package frontend

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

// latestShown is how many records the start page shows.
const latestShown = 3

// registerPublic adds what everybody may read.
func (s *server) registerPublic(g *gin.RouterGroup) {
	public := g.Group("", shared)
	read := func(path string, h web.Handler) {
		public.GET(path, handle(h))
		public.HEAD(path, handle(h))
	}
	read("/", s.front)
	read("/incidents", s.incidents)
	read("/incidents/:reference", s.incident)
	read("/notices", s.notices)
	read("/rules", s.publicRules)
	read("/workflow", s.workflow)
	read("/scorecards", s.scorecards)
	read("/open-data/closed-duties.csv", s.closedDutiesCSV)
	read("/open-data/closed-duties.jsonl", s.closedDutiesJSONL)
	read(samplesURL, s.samples)
	read(drawsURL, s.drawsCSV)
	read(ticketsURL+":month", s.tickets)
	read("/law", s.law)
	for path, page := range map[string]func() TextPage{
		"/about": AboutPage, "/help": HelpPage, "/privacy": PrivacyPage, "/accessibility": AccessibilityPage,
		"/feeds": FeedsPage, "/open-data": OpenDataPage,
	} {
		read(path, func(c *gin.Context) error { return s.show(c, http.StatusOK, page()) })
	}
}

// shared lets caches between us and many readers keep the pages of visitors for a minute; browsers ask again.
func shared(c *gin.Context) {
	if _, signedIn := identityOf(c); !signedIn {
		c.Header("Cache-Control", "public, max-age=0, s-maxage=60")
	}
}

func (s *server) front(c *gin.Context) error {
	totals, err := s.Door.Public().Totals(c)
	if err != nil {
		return err
	}
	latest, err := s.Door.Public().List(c, publicQuery(nil, "", latestShown))
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, HomePage{
		Latest: cardsOf(latest.Items), Published: totals.Published, Historical: totals.Historical, Open: roughly(totals.Open),
		Notices: totals.Notices,
	})
}

func (s *server) incidents(c *gin.Context) error {
	in, cursor := filters(c.Request.URL.Query()), c.Query("cursor")
	page := listPage(in, s.Now().In(beijing).Year())
	if len(page.Errors) > 0 {
		return s.show(c, http.StatusBadRequest, page)
	}
	if in.Has("q") {
		if err := s.limits.allow(s.limits.search); err != nil {
			return err
		}
	}
	list, err := s.Door.Public().List(c, publicQuery(in, cursor, pageSize))
	if err != nil {
		return err
	}
	count, err := s.countPublic(c, publicQuery(in, "", 0))
	if err != nil {
		return err
	}
	page.Found, page.Cards, page.Pager = foundOf(count), cardsOf(list.Items), pagerOf("/incidents", in, cursor, list.Next)
	page.Period = periodOf(list.Since, &page.Pager)
	return s.show(c, http.StatusOK, page)
}

// countPublic counts the records of a filter where the door can count, else 0.
func (s *server) countPublic(c *gin.Context, q workflow.PublicQuery) (workflow.Count, error) {
	counting, ok := s.Door.(interface {
		CountPublic(context.Context, workflow.PublicQuery) (workflow.Count, error)
	})
	if !ok {
		return workflow.Count{}, nil
	}
	return counting.CountPublic(c, q)
}

// incident shows a published incident at its permanent address, which outlives a withdrawal.
func (s *server) incident(c *gin.Context) error {
	found, err := s.Door.Public().Incident(c, c.Param("reference"))
	if err != nil {
		return err
	}
	if found.Public == record.Withdrawn {
		return s.show(c, http.StatusGone, withdrawnPage(found))
	}
	page := incidentPage(found, s.PublicURL)
	if _, signedIn := identityOf(c); signedIn && s.needs(c, roles.ProposeReferral) == nil {
		page.Interest = interestURL(found.Reference)
	}
	return s.show(c, http.StatusOK, page)
}

func (s *server) notices(c *gin.Context) error {
	cursor := c.Query("cursor")
	list, err := s.Door.Public().Notices(c, cursor, pageSize)
	if err != nil {
		return err
	}
	page := noticesPage(list.Items)
	page.Pager = pagerOf("/notices", nil, cursor, list.Next)
	return s.show(c, http.StatusOK, page)
}

func (s *server) publicRules(c *gin.Context) error {
	return s.show(c, http.StatusOK, rulesPage(s.Rules()))
}

func (s *server) workflow(c *gin.Context) error {
	return s.show(c, http.StatusOK, workflowPage(s.Rules()))
}

func (s *server) asset(c *gin.Context) { s.assets.ServeHTTP(c.Writer, c.Request) }
