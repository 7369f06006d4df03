// Package api is the JSON face: the description in openapi.yaml comes first,
// handlers, parameters and answers are generated from it, and tests hold every
// answer against it. It decides nothing: it decodes strictly, asks the use
// cases, and turns refusals into problems (RFC 9457).
package api

//go:generate go test -run ^TestActionsAreThoseOfTheTables$ -update .
//go:generate oapi-codegen -config oapi-codegen.yaml openapi.yaml

import (
	"errors"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/vault"
	"gongzhi/web"
)

const (
	// maxBody bounds JSON bodies, in bytes. The longest narrative has 20,000
	// characters, each up to 6 bytes where a client escapes it.
	maxBody = 256 << 10
	// maxUpload bounds an upload: the file and its wrapping.
	maxUpload = vault.MaxEvidence + 64<<10
	// uploadsAtOnce bounds the memory that files take.
	uploadsAtOnce = 4
)

// server implements the generated interface.
type server struct {
	Deps
	session, refresh web.Cookie
	limits           limits
	uploads          chan struct{} // whoever holds a place in it may hold a file in memory
}

// Register adds the JSON face to an engine: everything under /api/v1, and
// /openapi.json and /version. It fails on a malformed origin.
func Register(r *gin.Engine, deps Deps) error {
	sameOrigin, err := web.SameOrigin(deps.Origins...)
	if err != nil {
		return err
	}
	s := &server{Deps: deps, session: web.SessionCookie(deps.TLS), refresh: web.RefreshCookie(deps.TLS),
		limits: newLimits(deps.Now), uploads: make(chan struct{}, uploadsAtOnce)}
	routes := r.Group("/", web.UseRenderer(web.ProblemJSON), sameOrigin, s.gate)
	routes.POST("/api/v1/reports", web.Handle(s.fileReport))
	routes.POST("/api/v1/opinions", web.Handle(s.fileStatement(record.MatterOpinion)))
	routes.POST("/api/v1/inquiries", web.Handle(s.fileStatement(record.MatterInquiry)))
	routes.POST("/api/v1/requests", web.Handle(s.fileRequest))
	routes.POST("/api/v1/applications", web.Handle(s.fileApplication))
	routes.GET("/api/v1/track/export", web.Handle(s.exportTrack))
	routes.GET("/openapi.json", s.getDescription)
	strict := NewStrictHandlerWithOptions(s, nil, StrictGinServerOptions{
		RequestErrorHandlerFunc:  failShape,
		HandlerErrorFunc:         web.Fail,
		ResponseErrorHandlerFunc: web.Fail,
	})
	RegisterHandlersWithOptions(routes, strict, GinServerOptions{
		ErrorHandler: func(c *gin.Context, err error, _ int) { failShape(c, err) },
	})
	return nil
}

// failShape answers a request that the generated code could not read. Its
// error quotes values, so only errors that are made for people pass.
func failShape(c *gin.Context, err error) {
	if p := web.ProblemOf(err); p.Type != web.TypeInternal {
		web.Fail(c, p)
		return
	}
	web.Fail(c, web.Invalid(web.FieldError{Detail: "does not have the expected form"}))
}

var errNoGin = errors.New("api: handler called outside gin")
