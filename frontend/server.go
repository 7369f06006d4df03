package frontend

import (
	"fmt"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gongzhi/ledger"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// Deps is what the pages stand on. All interfaces are required; Demo, ExitURL and Warn may be empty.
type Deps struct {
	Cases      Cases
	Publishing Publishing
	Door       workflow.Door
	Accounts   Accounts
	// Invitations may be nil: then nobody opens an account with a receipt.
	Invitations Invitations
	Drafts      Drafts
	Evidence    Evidence
	// Scores may be nil: then there are no scorecards.
	Scores Scores
	// Receipt gives the keyed hash under which a receipt is found, or an error for what is no receipt.
	Receipt func(shown string) ([]byte, error)
	Org     func() *roles.Org
	// Log is the public log; nil where there is none.
	Log *ledger.Desk
	// Rules is the rulebook in force.
	Rules func() *clock.Rulebook
	Now   func() time.Time
	// Demo lists the accounts of a demonstration and marks every page as one; nil outside demo mode.
	Demo []DemoAccount
	// ExitURL is the harmless site to which the anonymous flow can be left at once.
	ExitURL string
	// PublicURL is the address of the service for links in feeds, such as "https://gongzhi.example", without a slash at
	// its end.
	PublicURL string
	// TLS says that people reach the service by https.
	TLS bool
	// Origins are further origins of our own, for proxies that change the Host header.
	Origins []string
	// Warn hears of failures that cost nobody anything but comfort.
	Warn func(what string, err error)
	// Desk is what the pages of signed-in people stand on besides all this.
	Desk DeskDeps
}

// server is the pages with everything made once.
type server struct {
	Deps
	pages    *Renderer
	assets   Assets
	session  web.Cookie
	feeds    *feedCache
	limits   limits
	previews previews
	uploads  chan struct{}
}

// Register adds every page to the engine. It fails on a broken template; before the page build, pages have no styles.
func Register(r *gin.Engine, d Deps) error {
	pages, err := own()
	if err != nil {
		return err
	}
	return newServer(d, pages).register(r)
}

func newServer(d Deps, pages *Renderer) *server {
	d.PublicURL = strings.TrimSuffix(d.PublicURL, "/")
	if d.Warn == nil {
		d.Warn = func(string, error) {}
	}
	return &server{
		Deps: d, pages: pages, assets: pages.assets, session: web.SessionCookie(d.TLS),
		feeds: newFeedCache(maxFeeds), limits: newLimits(d.Now), uploads: make(chan struct{}, uploadsAtOnce),
	}
}

func (s *server) register(r *gin.Engine) error {
	origin, err := web.SameOrigin(s.Origins...)
	if err != nil {
		return fmt.Errorf("frontend: %w", err)
	}
	r.NoRoute(s.speak, s.noRoute)
	r.GET(AssetPrefix+"*name", s.asset)
	r.HEAD(AssetPrefix+"*name", s.asset)
	s.registerFeeds(r.Group("", web.UseRenderer(s.problem), s.speak))

	g := r.Group("", web.UseRenderer(s.problem), s.speak, origin, s.identify)
	s.registerPublic(g)
	s.registerSession(g)
	s.registerReport(g)
	s.registerMatters(g)
	s.registerInvitation(g)
	s.registerTrack(g)
	s.registerRespondent(g)
	s.registerAudit(g)
	registerDesk(g.Group("", web.NoStore(), s.requireSignIn), s)
	return nil
}
