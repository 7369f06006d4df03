package importrules

// anything in a row allows every folder but cmd, which only wires.
const anything = "*"

// domain lists the folders that know the matter and no technology.
var domain = []string{
	"roles", "record", "assess", "workflow", "publication", "ledger", "notifications", "accounts", "vault", "search",
	"intake", "escalation", "answerability",
}

// allowed maps each top-level folder to the top-level folders it may import. A folder without a row may not hold Go
// code; sub-folders share the row of their top folder and may import each other.
var allowed = map[string][]string{
	"roles":         {},
	"record":        {"roles"},
	"assess":        {},
	"workflow":      {"record", "roles", "assess"},
	"publication":   {"record", "roles"},
	"answerability": {"workflow", "record", "roles"},
	"ledger":        {"record"},
	"notifications": {"record", "roles", "locale", "publication"},
	"accounts":      {"roles"},
	"vault":         {},
	"search":        {},
	"intake":        {"workflow", "record", "roles", "publication"},
	"escalation":    {"workflow", "record", "roles", "notifications", "publication", "search", "answerability"},
	"demo":          domain,
	"data":          {},
	"db":            domain,
	"queue":         {},
	"locale":        {},
	"web":           {"accounts", "roles", "locale"},
	"api":           append([]string{"web", "locale"}, domain...),
	"frontend":      append([]string{"web", "locale"}, domain...),
	"embedded":      {},
	"cmd":           {anything},
	"internal":      {anything},
	"bench":         {anything},
	"soak":          {anything},
	"e2e":           {anything},
}

// restricted maps a foreign import path (with all below it) to the top-level folders that may import it. Modules with
// an empty row serve tests only.
var restricted = map[string][]string{
	"github.com/jackc/pgx":         {"db", "soak"}, // the soak judges from outside
	"github.com/pressly/goose":     {"db"},
	"database/sql":                 {"db"},
	"github.com/redis/go-redis":    {"queue"},
	"github.com/gin-gonic/gin":     {"web", "api", "frontend", "cmd"},
	"github.com/tink-crypto":       {"vault"},
	"github.com/stretchr/testify":  {},
	"github.com/google/go-cmp":     {},
	"github.com/Shopify/toxiproxy": {},
	"go.uber.org/goleak":           {},
	"pgregory.net/rapid":           {},
}

// pure lists the folders that decide: they read no file, open no connection and start no program.
var pure = []string{"roles", "record", "assess", "workflow", "publication", "search"}

// impure lists what the folders of pure may not import; harmless what lies below that but only handles values.
var (
	impure   = []string{"net", "os", "database", "syscall"}
	harmless = []string{"net/mail", "net/netip", "net/url"}
)

// neverEvenInTests maps a folder to those that its tests may not import either: the two faces are tested through the
// interfaces they are given, so that no query hides in a handler.
var neverEvenInTests = map[string][]string{
	"api":      {"db", "queue"},
	"frontend": {"db", "queue"},
}
