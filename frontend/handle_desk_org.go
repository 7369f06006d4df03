package frontend

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

func (s *server) organisation(c *gin.Context) error {
	return s.directoryPage(c, http.StatusOK, formState{})
}

func (s *server) directoryPage(c *gin.Context, status int, form formState) error {
	if err := s.needs(c, roles.ReadOrganisaton); err != nil {
		return err
	}
	world, err := s.Desk.Organisation.OrgWorld(c)
	if err != nil {
		return err
	}
	page := organisationPage(directory{org: s.Org(), world: world, actor: actorOf(c), now: s.Now(), form: form})
	page.Done = done(c)
	return s.show(c, status, page)
}

// actOnOrganisation proposes an act on the directory, or answers a proposal of somebody else.
func (s *server) actOnOrganisation(c *gin.Context) error {
	if err := s.needs(c, roles.ReadOrganisaton); err != nil {
		return err
	}
	form, err := posted(c)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	state := formState{act: formName(form), typed: form}
	if switching(form) {
		return s.directoryPage(c, http.StatusOK, state)
	}
	command, code, found := readOrgCommand(form)
	if code == "" {
		return web.Invalid()
	}
	if len(found) > 0 {
		state.found = found
		return s.directoryPage(c, http.StatusUnprocessableEntity, state)
	}
	command.Actor = actorOf(c)
	if _, err := s.Desk.Organisation.Act(c, command); err != nil {
		return s.orgRefused(c, state, err)
	}
	return finish(c, organisationURL, code)
}

func (s *server) orgRefused(c *gin.Context, state formState, err error) error {
	refusal, status, shown := refusalShown(err)
	if !shown {
		return err
	}
	state.found = append(state.found, refusalProblem(state.act, refusal))
	return s.directoryPage(c, status, state)
}

// readOrgCommand reads a form; code is the outcome to tell, empty for no form of ours.
func readOrgCommand(form url.Values) (command workflow.OrgCommand, code string, found problems) {
	switch action := form.Get("action"); action {
	case "confirm", "decline":
		id, err := uuid.Parse(form.Get("proposal"))
		if err != nil {
			return command, "", nil
		}
		command.Proposal, command.Decline = id, action == "decline"
		return command, map[bool]string{false: "confirmed", true: "declined"}[command.Decline], nil
	default:
		command.Act = workflow.OrgAct(action)
		if !slices.Contains(workflow.OrgActs, command.Act) {
			return command, "", nil
		}
		command.Args, found = readOrgArgs(command.Act, form)
		return command, "proposed", found
	}
}

// orgPicks are the selects that an act on the directory must have an answer to.
var orgPicks = map[workflow.OrgAct][]string{
	workflow.Appoint: {"person", "post"}, workflow.Vacate: {"holding"}, workflow.GrantLeave: {"person"},
	workflow.DeclareTie: {"person"}, workflow.EndTie: {"tie"}, workflow.HandOverAll: {"from_post", "receiver_1"},
	workflow.Suspend: {"organization"}, workflow.Reinstate: {"organization"}, workflow.Unadmit: {"organization"}, workflow.EndBody: {"body"},
}

func readOrgArgs(act workflow.OrgAct, form url.Values) (args workflow.OrgArgs, found problems) {
	name := string(act)
	for _, field := range orgPicks[act] {
		id, err := uuid.Parse(form.Get(field))
		if err != nil {
			found.add(fieldID(name, field), K("refused.to_empty"))
			continue
		}
		setPick(&args, field, id)
	}
	if act == workflow.HandOverAll {
		readReceivers(&args, form)
	}
	args.Deputy = act == workflow.Appoint && form.Get("deputy") == "yes"
	if act == workflow.DeclareTie {
		args.Kind, args.Party = form.Get("kind"), partyOf(form)
		if args.Kind == "" {
			found.add(fieldID(name, "kind"), K("refused.to_empty"))
		}
	}
	if act == workflow.AddBody {
		args.Kind, args.Region = form.Get("kind"), strings.TrimSpace(form.Get("region"))
		args.Name = roles.Text{Zh: strings.TrimSpace(form.Get("name")), En: strings.TrimSpace(form.Get("name_en"))}
	}
	if act == workflow.Appoint || act == workflow.GrantLeave {
		readSpan(&args, name, form, &found)
	}
	return args, found
}

func setPick(args *workflow.OrgArgs, field string, id roles.ID) {
	switch field {
	case "person":
		args.Person = id
	case "post", "from_post":
		args.Post = id
	case "receiver_1":
		args.Posts = append(args.Posts, id)
	case "holding":
		args.Holding = id
	case "tie":
		args.Tie = id
	case "organization":
		args.Group = id
	case "body":
		args.Body = id
	}
}

// readReceivers reads the further posts that take over cases; both may be left
// empty.
func readReceivers(args *workflow.OrgArgs, form url.Values) {
	for _, field := range []string{"receiver_2", "receiver_3"} {
		if id, err := uuid.Parse(form.Get(field)); err == nil && !slices.Contains(args.Posts, id) {
			args.Posts = append(args.Posts, id)
		}
	}
}

// partyOf is the key of somebody outside, by name or by credit code; empty for nobody.
func partyOf(form url.Values) roles.Party {
	name := strings.TrimSpace(form.Get("party"))
	switch {
	case name == "":
		return ""
	case form.Get("party_kind") == "code":
		return roles.CodeParty(name)
	}
	return roles.NameParty(name)
}

// readSpan reads days in Beijing: from the beginning of the first to the end of the last. Both may be empty: now, and
// until further notice.
func readSpan(args *workflow.OrgArgs, act string, form url.Values, found *problems) {
	if day := strings.TrimSpace(form.Get("from")); day != "" {
		from, ok := beijingTime(day, "00:00")
		if !ok {
			found.add(fieldID(act, "from"), K("errors.date_wrong"))
		}
		args.From = from.UTC()
	}
	if day := strings.TrimSpace(form.Get("to")); day != "" {
		last, ok := beijingTime(day, "00:00")
		if !ok {
			found.add(fieldID(act, "to"), K("errors.date_wrong"))
		}
		end := last.Add(24 * time.Hour).UTC()
		args.To = &end
	}
}
