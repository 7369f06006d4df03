package frontend

import (
	"github.com/gin-gonic/gin"

	"gongzhi/accounts"
	"gongzhi/locale"
	"gongzhi/roles"
)

// domainLang is the language code of the domain's names: "zh" or "en".
func domainLang(lang locale.Lang) string {
	if lang == locale.En {
		return "en"
	}
	return "zh"
}

// Named is a name that the domain keeps in both languages.
func Named(t roles.Text) Text {
	if t == (roles.Text{}) {
		return nil
	}
	return func(p *locale.Printer) string { return t.In(domainLang(p.Lang())) }
}

// viewer is the signed-in person as the frame of the page shows them, the zero value for a visitor.
func (s *server) viewer(c *gin.Context) Viewer {
	who, ok := identityOf(c)
	if !ok {
		return Viewer{}
	}
	v := Viewer{Name: who.Name, Role: string(who.Actor.Role)}
	posts := s.Org().PostsOf(who.Actor.Person, s.Now())
	if len(posts) > 0 {
		v.Post = posts[0].Title.In(domainLang(langOf(c)))
		v.Role = "agency"
	}
	for _, post := range posts {
		if post.Class == roles.Leader || post.Class == roles.Supervisor {
			v.Role = "leader"
		}
	}
	v.Draws = s.needs(c, roles.DrawSample) == nil
	v.Inbox = s.unread(c, who)
	if len(posts) > 0 {
		v.Second = s.waiting(c, who)
	}
	return v
}

// unreadShown bounds how many unread notices are counted.
const unreadShown = 20

// unread counts the newest unread notices; failing to count them must not cost the page.
func (s *server) unread(c *gin.Context, who accounts.Identity) int {
	inbox, err := s.Door.For(who.Actor, s.Now()).Inbox(c, "", unreadShown)
	if err != nil {
		s.Warn("unread notices", err)
		return 0
	}
	n := 0
	for _, item := range inbox.Items {
		if item.ReadAt == nil {
			n++
		}
	}
	return n
}
