package frontend

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
)

// latestShown is how many records the start page shows.
const latestShown = 3

// registerPublic adds what everybody may read.
func (s *server) registerPublic(g *gin.RouterGroup) {
	public := g.Group("", shared)
	public.GET("/", handle(s.front))
	public.GET("/incidents", handle(s.incidents))
	public.GET("/incidents/:reference", handle(s.incident))
	public.GET("/notices", handle(s.notices))
	public.GET("/rules", handle(s.publicRules))
	for path, page := range map[string]func() TextPage{
		"/about": AboutPage, "/help": HelpPage, "/privacy": PrivacyPage, "/accessibility": AccessibilityPage,
		"/feeds": FeedsPage, "/open-data": OpenDataPage,
	} {
		public.GET(path, handle(func(c *gin.Context) error { return s.show(c, http.StatusOK, page()) }))
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
		Latest: cardsOf(latest.Items), Published: totals.Published, Historical: totals.Historical, Open: totals.Open,
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
	if len(in) == 0 {
		totals, err := s.Door.Public().Totals(c)
		if err != nil {
			return err
		}
		page.Total = totals.Published
	}
	page.Cards, page.Pager = cardsOf(list.Items), pagerOf("/incidents", in, cursor, list.Next)
	return s.show(c, http.StatusOK, page)
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
	return s.show(c, http.StatusOK, incidentPage(found, s.PublicURL))
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

func (s *server) asset(c *gin.Context) { s.assets.ServeHTTP(c.Writer, c.Request) }
