package api

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"gongzhi/accounts"
	"gongzhi/roles"
	"gongzhi/web"
)

// caller is who a request comes from.
type caller struct {
	who     accounts.Identity
	known   bool   // signed in
	receipt string // or code, as sent, where the route is for its holder
}

// citizen is the actor of whoever is not signed in.
var citizen = roles.Actor{Role: roles.Citizen}

func (c caller) actor() roles.Actor {
	if c.known {
		return c.who.Actor
	}
	return citizen
}

type callerKey struct{}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// gate stands before every handler and does what the description says of the
// operation: who may come in, which parameters there are, what the body holds.
func (s *server) gate(c *gin.Context) {
	if err := s.admit(c); err != nil {
		web.Fail(c, err)
	}
}

func (s *server) admit(c *gin.Context) error {
	spec, err := described()
	if err != nil {
		return err
	}
	op, ok := spec.operation(c.Request, c.FullPath())
	if !ok {
		return web.NotFound()
	}
	c.Header("Cache-Control", cacheControl(op))
	who, err := s.identify(c, op.access)
	if err != nil {
		return asProblem(err)
	}
	if err := s.limits.allow(op, who); err != nil {
		return err
	}
	ctx := context.WithValue(c.Request.Context(), callerKey{}, who)
	c.Request = c.Request.WithContext(ctx)
	if err := op.checkQuery(c.Request.URL.Query()); err != nil {
		return err
	}
	return checkBody(c, op)
}

func cacheControl(op *operation) string {
	if op.public {
		return "no-cache" // to be asked again each time; the ETag makes that cheap
	}
	return "no-store"
}

func (s *server) identify(c *gin.Context, need access) (caller, error) {
	switch need {
	case receiptHolder:
		receipt := web.Authorization(c.Request, "Receipt")
		if receipt == "" {
			return caller{}, web.Unauthorized()
		}
		return caller{receipt: receipt}, nil
	case codeHolder:
		code := web.Authorization(c.Request, "Service")
		if code == "" {
			return caller{}, web.Unauthorized()
		}
		return caller{receipt: code}, nil
	case signedIn, maybeSignedIn:
		who, err := s.authenticate(c)
		if err == nil && !who.known && need == signedIn {
			err = accounts.ErrUnauthenticated
		}
		return who, err
	case everybody, refreshHolder:
	}
	return caller{}, nil
}

// authenticate identifies a caller by access token or session cookie. One that
// is sent but not good is an error even where none is needed: nobody files
// under another name than they think.
func (s *server) authenticate(c *gin.Context) (caller, error) {
	if len(c.Request.Header.Values("Authorization")) > 0 {
		who, err := s.Accounts.AuthenticateAccess(c, web.Authorization(c.Request, "Bearer"))
		return caller{who: who, known: err == nil}, err
	}
	token := s.session.Read(c.Request)
	if token == "" {
		return caller{}, nil
	}
	who, err := s.Accounts.Authenticate(c, token)
	return caller{who: who, known: err == nil}, err
}

// bodies are the JSON bodies of the generated operations, by operation id.
var bodies = map[string]func() any{
	"act":               func() any { return new(Act) },
	"assessFacts":       func() any { return new(Assessment) },
	"drawSample":        func() any { return new(SampleMonth) },
	"serve":             func() any { return new(ServiceInput) },
	"respondentAct":     func() any { return new(RespondentActInput) },
	"readSealed":        func() any { return new(ReadingInput) },
	"answerQuestion":    func() any { return new(AnswerInput) },
	"trackAct":          func() any { return new(FilerAct) },
	"confirmOutcome":    func() any { return new(OutcomeInput) },
	"openAccount":       func() any { return new(FirstAccount) },
	"signIn":            func() any { return new(Credentials) },
	"proposeOrgAct":     func() any { return new(OrgAct) },
	"decideOrgProposal": func() any { return new(OrgDecision) },
}

// checkBody holds the body to its limit and, for the generated operations,
// decodes it strictly first: the generated code takes unknown fields and
// duplicate keys.
func checkBody(c *gin.Context, op *operation) error {
	if op.id == "addEvidence" || op.id == "addServedEvidence" {
		web.BodyLimit(maxUpload)(c)
		return nil
	}
	web.BodyLimit(maxBody)(c)
	form, ok := bodies[op.id]
	if !ok {
		return nil
	}
	if err := web.RequireJSON(c.Request); err != nil {
		return err
	}
	raw, err := io.ReadAll(c.Request.Body)
	if err != nil {
		return err
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(raw))
	return web.DecodeStrict(bytes.NewReader(raw), form())
}

// ginOf is the gin context behind the context of a generated handler.
func ginOf(ctx context.Context) (*gin.Context, error) {
	c, ok := ctx.(*gin.Context)
	if !ok {
		return nil, errNoGin
	}
	return c, nil
}

// notModified answers a conditional read by an entity tag.
func notModified(r *http.Request, tag string) bool {
	return r.Header.Get("If-None-Match") == tag
}
