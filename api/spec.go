package api

import (
	_ "embed"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

//go:embed openapi.yaml
var descriptionYAML []byte

// description is openapi.yaml as the gate obeys it and as clients fetch it.
type description struct {
	json []byte
	ops  map[string]*operation // by method, a space and gin's route
}

// access is who an operation is for.
type access int

const (
	everybody access = iota
	maybeSignedIn
	signedIn
	receiptHolder
	codeHolder
	refreshHolder
)

// operation is what the gate needs to know of an operation.
type operation struct {
	id     string
	access access
	public bool // cacheable, the same for everybody
	query  map[string]*parameter
}

// described is the description, read when it is first needed.
var described = sync.OnceValues(readDescription)

// Prepare reads the description of the API, for which requests would wait.
func Prepare() error {
	_, err := described()
	return err
}

func readDescription() (*description, error) {
	doc, err := openapi3.NewLoader().LoadFromData(descriptionYAML)
	if err != nil {
		return nil, fmt.Errorf("api: openapi.yaml: %w", err)
	}
	d := &description{ops: map[string]*operation{}}
	if d.json, err = doc.MarshalJSON(); err != nil {
		return nil, fmt.Errorf("api: openapi.yaml: %w", err)
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			read, err := readOperation(doc, op)
			if err != nil {
				return nil, fmt.Errorf("api: openapi.yaml: %s %s: %w", method, path, err)
			}
			d.ops[method+" "+ginRoute(path)] = read
		}
	}
	return d, nil
}

func readOperation(doc *openapi3.T, op *openapi3.Operation) (*operation, error) {
	needs := doc.Security
	if op.Security != nil {
		needs = *op.Security
	}
	read := &operation{id: op.OperationID, access: accessOf(needs), query: map[string]*parameter{}}
	read.public = len(op.Tags) > 0 && op.Tags[0] == "public"
	for _, p := range op.Parameters {
		if p.Value.In != openapi3.ParameterInQuery {
			continue
		}
		made, err := newParameter(p.Value.Schema.Value)
		if err != nil {
			return nil, err
		}
		read.query[p.Value.Name] = made
	}
	return read, nil
}

func accessOf(needs openapi3.SecurityRequirements) access {
	result := everybody
	optional := false
	for _, alternative := range needs {
		optional = optional || len(alternative) == 0
		for scheme := range alternative {
			switch scheme {
			case "receipt":
				result = receiptHolder
			case "service":
				result = codeHolder
			case "refresh":
				result = refreshHolder
			default:
				result = signedIn
			}
		}
	}
	if optional && result == signedIn {
		return maybeSignedIn
	}
	return result
}

// ginRoute writes {name} as :name.
func ginRoute(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

func (d *description) operation(r *http.Request, route string) (*operation, bool) {
	op, ok := d.ops[r.Method+" "+route]
	return op, ok
}
