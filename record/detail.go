package record

import (
	"maps"
	"slices"
	"time"
)

// Detail is what a matter knows besides what all matters know: how an opinion
// or an inquiry was answered, where a request stands, who asks to be admitted.
// It holds state facts only; wordings lie beside the events.
type Detail struct {
	Answer      *Answered    `json:"answer,omitempty"`
	Request     *DataRequest `json:"request,omitempty"`
	Application *Application `json:"application,omitempty"`
}

// Answered is how an opinion or an inquiry was answered.
type Answered struct {
	Public bool   `json:"public"`
	Ground string `json:"ground,omitempty"` // why it is withheld from the public, a listed ground
	Event  int64  `json:"event"`            // number of the event that keeps the wording
}

// DataRequest is a person's request about their data (PIPL arts. 44 to 50).
type DataRequest struct {
	Report     ID                  `json:"report"`               // that holds who asks, sealed
	Right      string              `json:"right"`                // what is wanted
	Asked      string              `json:"asked"`                // what the holder said when asked: refused, silent, partly
	AskedOn    Date                `json:"asked_on,omitempty"`   // when the holder was asked
	Consent    bool                `json:"consent,omitempty"`    // the person lets the holder learn who asks
	Verified   string              `json:"verified,omitempty"`   // how it was made sure who asks; empty: not yet
	Disclosed  bool                `json:"disclosed,omitempty"`  // the holder was told who asks
	Objected   int                 `json:"objected,omitempty"`   // how often the holder or user objected
	ObjectedAt time.Time           `json:"objected_at,omitzero"` // the last time
	Grounds    map[string][]string `json:"grounds,omitempty"`    // on which grounds each respondent objected at their own door, by id
	Result     string              `json:"result,omitempty"`     // granted, partly, refused
	Execution  string              `json:"execution,omitempty"`  // executed, not_done, done
}

// ObjectedBy is the request after a respondent objected on a ground.
func (r DataRequest) ObjectedBy(respondent ID, ground string, at time.Time) DataRequest {
	who := respondent.String()
	r.Grounds = maps.Clone(r.Grounds)
	if r.Grounds == nil {
		r.Grounds = map[string][]string{}
	}
	r.Grounds[who] = append(slices.Clone(r.Grounds[who]), ground)
	r.Objected, r.ObjectedAt = r.Objected+1, at
	return r
}

// Application is an organization or a newsroom that asks to be admitted.
type Application struct {
	Report       ID     `json:"report"` // whose receipt opens the first account
	Kind         string `json:"kind"`   // organization, media
	Name         string `json:"name"`
	NameEn       string `json:"name_en,omitempty"`
	CreditCode   string `json:"credit_code,omitempty"`
	Organization ID     `json:"organization,omitzero"`
	Ground       string `json:"ground,omitempty"` // why it was turned down, a listed ground
	Event        int64  `json:"event,omitempty"`  // number of the event that keeps the reasons
}
