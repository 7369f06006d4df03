package web

import (
	"fmt"
	"log/slog"
	"sync"

	"github.com/gin-gonic/gin"
)

// DefaultBodyLimit is how much of a request body is read unless a route says
// otherwise with BodyLimit, in bytes.
const DefaultBodyLimit = 64 << 10

// Config of an engine. The zero value is a safe plain-http engine.
type Config struct {
	// TrustedProxies are addresses and networks whose X-Forwarded-For is
	// believed. None by default: gin itself would believe everybody.
	TrustedProxies []string
	// TLS says that people reach the service by https, here or at a proxy.
	TLS bool
	// Logger gets one line a request and every internal error; default slog's.
	Logger *slog.Logger
	// Render shows problems outside any group with a renderer of its own;
	// default ProblemJSON.
	Render Renderer
	// BodyLimit in bytes; default DefaultBodyLimit.
	BodyLimit int64
}

var quietGin = sync.OnceFunc(func() { gin.SetMode(gin.ReleaseMode) })

// NewEngine returns a gin engine with request ids, log, recovery, security
// headers and body limit in place. It fails on a malformed proxy address.
func NewEngine(cfg Config) (*gin.Engine, error) {
	quietGin()
	cfg = cfg.withDefaults()
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.ContextWithFallback = true
	e.RedirectTrailingSlash = false // its answer would pass by the middleware below
	if err := e.SetTrustedProxies(cfg.TrustedProxies); err != nil {
		return nil, fmt.Errorf("web: trusted proxies: %w", err)
	}
	e.Use(prepare(cfg), requestLog(cfg.Logger), recovery(), SecurityHeaders(cfg.TLS), BodyLimit(cfg.BodyLimit))
	e.NoRoute(func(c *gin.Context) { Fail(c, NotFound()) })
	e.NoMethod(func(c *gin.Context) { Fail(c, MethodNotAllowed()) })
	return e, nil
}

func (cfg Config) withDefaults() Config {
	if cfg.Logger == nil {
		cfg.Logger = slog.Default()
	}
	if cfg.Render == nil {
		cfg.Render = ProblemJSON
	}
	if cfg.BodyLimit == 0 {
		cfg.BodyLimit = DefaultBodyLimit
	}
	return cfg
}

func prepare(cfg Config) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Set(loggerKey, cfg.Logger)
		c.Set(rendererKey, cfg.Render)
		setRequestID(c)
	}
}
