package frontend

import (
	"context"
	"net/http"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"gongzhi/assess"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// PackDesk offers rule packs for adoption and reads what they would change.
type PackDesk interface {
	// Offer keeps a pack and gives its hash; a refusal names file, line and column.
	Offer(ctx context.Context, actor roles.Actor, text []byte) (hash string, err error)
	Offered(ctx context.Context, hash string) (assess.Pack, error)
	Recent(ctx context.Context) ([]string, error)
	Past(ctx context.Context, actor roles.Actor, p assess.Pack, after record.ID, limit int) ([]workflow.PastFinding, error)
	CountPast(ctx context.Context, p assess.Pack) (int64, error)
	// Adopt proposes the adoption to a second person.
	Adopt(ctx context.Context, actor roles.Actor, hash string) error
	May(actor roles.Actor) bool
}

const packsURL = "/desk/packs"

func registerPacks(g *gin.RouterGroup, s *server) {
	g.GET(packsURL, handle(s.showPacks))
	g.POST(packsURL, handle(s.offerPack))
	g.GET(packsURL+"/:hash", handle(s.previewPack))
	g.POST(packsURL+"/:hash", handle(s.adoptPack))
}

func (s *server) showPacks(c *gin.Context) error { return s.packsPage(c, http.StatusOK, formState{}) }

func (s *server) packsPage(c *gin.Context, status int, form formState) error {
	if err := s.needs(c, roles.ReadOrganisaton); err != nil || s.Desk.PackDesk == nil {
		return record.ErrNotFound
	}
	page := PacksPage{Done: done(c), Errors: form.found, Links: map[string]string{}, Packs: lawPage(s.packs()).Packs}
	hashes, err := s.Desk.PackDesk.Recent(c)
	if err != nil {
		return err
	}
	for _, hash := range hashes {
		p, err := s.Desk.PackDesk.Offered(c, hash)
		if err != nil {
			continue // a pack of a later version of the program
		}
		item := packItem(p)
		page.Offered, page.Links[item.ID] = append(page.Offered, item), packsURL+"/"+hash
	}
	if s.Desk.PackDesk.May(actorOf(c)) {
		page.Offer = &Act{Action: "offer_pack", ID: formID("offer_pack"), URL: packsURL, Label: K("law.offer"), Hint: K("law.offer_hint"),
			Open: form.is("offer_pack"), Fields: []Field{form.textarea("offer_pack", "text", K("law.offer_text"), nil, 12)}}
	}
	if form.act != "" {
		page.Answering = formID(form.act)
	}
	return s.show(c, status, page)
}

func packItem(p assess.Pack) LawItem {
	h := p.Head()
	return LawItem{ID: h.ID + " " + h.Version, Text: lawWords(h.Name), Lines: []Text{
		K("law.pack_line", "jurisdiction", wordOr("law.jurisdiction_"+h.Jurisdiction, h.Jurisdiction), "from", OnDay(h.Validity.From)),
	}}
}

func (s *server) offerPack(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	if err := s.needs(c, roles.ReadOrganisaton); err != nil || s.Desk.PackDesk == nil {
		return record.ErrNotFound
	}
	s.switchLanguage(c, form)
	state := formState{act: "offer_pack", typed: form}
	if switching(form) {
		return s.packsPage(c, http.StatusOK, state)
	}
	text := strings.ReplaceAll(form.Get("text"), "\r\n", "\n")
	hash, err := s.Desk.PackDesk.Offer(c, actorOf(c), []byte(text))
	if refusal, ok := record.AsRefusal(err); ok && refusal.Kind == record.Invalid {
		state.found.add(fieldID("offer_pack", "text"), K("law.pack_refused", "detail", Plain(refusal.Detail)))
		return s.packsPage(c, http.StatusUnprocessableEntity, state)
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, packsURL+"/"+hash)
	return nil
}

// previews are the re-assessments under way, each going on a little with every look at its page: no work runs behind
// the scenes, and the page works without script.
type previews struct {
	mu   sync.Mutex
	jobs map[string]*previewJob
}

type previewJob struct {
	after       record.ID
	done, total int64
	changed     int
	unreadable  int
	changes     []LawItem
	finished    bool
}

const (
	previewStep  = 200 // findings assessed for one look at the page
	previewShown = 100 // changes listed
	previewJobs  = 50  // kept at once
)

// step goes on with a job; a new one begins where there is none.
func (v *previews) step(ctx context.Context, desk PackDesk, packs *assess.Shelf, actor roles.Actor, hash string, p assess.Pack) (previewJob, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	key := hash + actor.Person.String()
	job, ok := v.jobs[key]
	if !ok || job.finished {
		total, err := desk.CountPast(ctx, p)
		if err != nil {
			return previewJob{}, err
		}
		if len(v.jobs) >= previewJobs || v.jobs == nil {
			v.jobs = map[string]*previewJob{}
		}
		job = &previewJob{total: total}
		v.jobs[key] = job
	}
	past, err := desk.Past(ctx, actor, p, job.after, previewStep)
	if err != nil {
		return previewJob{}, err
	}
	job.assess(packs, p, past)
	job.finished = len(past) < previewStep
	return *job, nil
}

func (j *previewJob) assess(packs *assess.Shelf, p assess.Pack, past []workflow.PastFinding) {
	list := func(yield func(assess.Past) bool) {
		for _, f := range past {
			if !yield(assess.Past{ID: f.Reference, Pack: assess.Ref{ID: f.Pack, Version: f.Version}, Line: f.Facts}) {
				return
			}
		}
	}
	for step := range assess.Preview(packs, p, list) {
		j.done++
		switch {
		case step.Err != nil:
			j.unreadable++
		case step.Difference.Changed():
			if j.changed++; len(j.changes) < previewShown {
				j.changes = append(j.changes, changeItem(string(p.Head().Kind), step))
			}
		}
	}
	if len(past) > 0 {
		j.after = past[len(past)-1].ID
	}
}

func changeItem(kind string, step assess.PreviewStep) LawItem {
	d := step.Difference
	item := LawItem{ID: step.ID, Text: K("law.preview_change", "was", answerWords(kind, d.Was), "becomes", answerWords(kind, d.Becomes))}
	for _, why := range d.Why {
		item.Lines = append(item.Lines, K("law.preview_why_"+why.How, "row", why.Row, "figure", why.Figure, "was", why.Was))
	}
	if len(d.Added)+len(d.Removed) > 0 {
		item.Lines = append(item.Lines, K("law.preview_items", "added", codes(d.Added), "removed", codes(d.Removed)))
	}
	return item
}

func (s *server) previewPack(c *gin.Context) error { return s.previewPage(c, http.StatusOK, nil) }

func (s *server) previewPage(c *gin.Context, status int, found problems) error {
	if err := s.needs(c, roles.ReadOrganisaton); err != nil || s.Desk.PackDesk == nil {
		return record.ErrNotFound
	}
	hash := c.Param("hash")
	p, err := s.Desk.PackDesk.Offered(c, hash)
	if err != nil {
		return err
	}
	job, err := s.previews.step(c, s.Desk.PackDesk, s.packs(), actorOf(c), hash, p)
	if err != nil {
		return err
	}
	page := PackPreviewPage{Pack: packItem(p), DoneCount: job.done, Total: max(job.total, job.done), Finished: job.finished,
		Changed: job.changed, Unreadable: job.unreadable, Changes: job.changes, Errors: found}
	if !job.finished {
		c.Header("Refresh", "1")
	} else if s.Desk.PackDesk.May(actorOf(c)) && s.packs().Fits(p) == nil {
		page.Adopt = &Act{Action: "adopt_pack", ID: formID("adopt_pack"), URL: packsURL + "/" + hash, Label: K("law.adopt"), Hint: K("law.adopt_hint"), Second: true}
	}
	return s.show(c, status, page)
}

func (s *server) adoptPack(c *gin.Context) error {
	if err := s.needs(c, roles.ReadOrganisaton); err != nil || s.Desk.PackDesk == nil {
		return record.ErrNotFound
	}
	err := s.Desk.PackDesk.Adopt(c, actorOf(c), c.Param("hash"))
	if refusal, ok := record.AsRefusal(err); ok && (refusal.Kind == record.Invalid || refusal.Kind == record.WrongTime) {
		return s.previewPage(c, http.StatusUnprocessableEntity, problems{{Says: refusalSaid(refusal)}})
	}
	if err != nil {
		return err
	}
	return finish(c, packsURL, "proposed")
}
