package frontend

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

// deskHome is the page of an organization, a medium or a signed-in citizen; for everybody else it does not exist.
func (s *server) deskHome(kind string, role roles.Role) web.Handler {
	return func(c *gin.Context) error {
		who, ok := identityOf(c)
		if !ok || who.Actor.Role != role {
			return record.ErrNotFound
		}
		filed, err := s.reader(c).MyReports(c, c.Query("cursor"), deskPageSize)
		if err != nil {
			return err
		}
		page := DeskHomePage{
			Kind: kind, Name: who.Name, Guide: guides(kind, s.PublicURL),
			Pager: deskPager("/"+homePaths[kind], c.Request.URL.Query(), filed.Next),
		}
		for _, card := range filed.Items {
			page.Filed = append(page.Filed, filedRow(card, s.Now()))
		}
		if role == roles.Media {
			if page.Cards, err = s.latest(c); err != nil {
				return err
			}
		}
		if role == roles.Organization {
			if page.Opinions, err = s.newestOpinions(c); err != nil {
				return err
			}
		}
		return s.show(c, http.StatusOK, page)
	}
}

// latest are the newest published incidents.
func (s *server) latest(c *gin.Context) ([]Card, error) {
	list, err := s.Door.Public().List(c, workflow.PublicQuery{Limit: latestShown})
	if err != nil {
		return nil, err
	}
	return cardsOf(list.Items), nil
}

var homePaths = map[string]string{"organization": "organization", "media": "media", "citizen": "me"}

// operator shows the state of the system to those who run it, and nothing of any case.
func (s *server) operator(c *gin.Context) error {
	if err := s.needs(c, roles.Operate); err != nil {
		return err
	}
	page := operatorPage(s.Desk.Health.Conditions(c))
	page.Held, page.Why = s.Desk.Health.ClockHeld()
	page.Ready = page.Ready && !page.Held
	page.Done = done(c)
	return s.show(c, http.StatusOK, page)
}

func (s *server) acceptClock(c *gin.Context) error {
	if err := s.needs(c, roles.Operate); err != nil {
		return err
	}
	if err := s.Desk.Health.AcceptClock(c, actorOf(c)); err != nil {
		return err
	}
	return finish(c, "/operator", "clock")
}

func operatorPage(conditions []Condition) OperatorPage {
	page := OperatorPage{Ready: true}
	for _, cond := range conditions {
		row := ConditionRow{Name: wordOr("worker.condition_"+cond.Name, cond.Name), Detail: cond.Detail,
			State: Tag{Says: K("worker.condition_ok"), Tone: "good"}}
		if !cond.OK {
			row.State = Tag{Says: K("worker.condition_bad"), Tone: "bad"}
			row.Remedy = wordEither("worker.remedy_"+cond.Name, "worker.remedy_other", cond.Name)
			page.Ready = page.Ready && slices.Contains(bearable, cond.Name)
		}
		page.Conditions = append(page.Conditions, row)
	}
	return page
}

// bearable conditions may fail while the instance stays ready: without Redis deadlines wait for the next sweep.
var bearable = []string{"redis"}
