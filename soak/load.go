package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
)

// filed is an acknowledged report and when it was first sent.
type filed struct {
	reference string
	sent      time.Time
}

// load are people who file, and what they were told.
type load struct {
	site   *site
	client *http.Client

	mu       sync.Mutex
	acks     []filed
	tries    int
	later    int // 503 with Retry-After, 429
	cutOff   int // no answer: the connection failed
	wrong    int // any other answer
	example  string
	slowest  time.Duration // longest wait from first try to acknowledgement
	answered []time.Duration
}

func newLoad(t *site) *load {
	return &load{site: t, client: &http.Client{Timeout: 15 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
}

// answer is what came back for one try.
type answer struct {
	status    int
	reference string
	receipt   string
	retry     string
	body      string
	err       error
}

// file sends a report once.
func (l *load) file(ctx context.Context, url, key, title string) (a answer) {
	body, err := json.Marshal(map[string]any{
		"title": title, "narrative": "Told by the fault runs.", "violation": "leak", "region": "440300", "sector": "internet",
		"filer": map[string]string{"kind": "anonymous"},
	})
	if err != nil {
		return answer{err: err}
	}
	return l.post(ctx, url+"/api/v1/reports", key, body)
}

func (l *load) post(ctx context.Context, url, key string, body []byte) (a answer) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return answer{err: err}
	}
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		// In small letters, or else Go's client would repeat a failed request by itself and hide the failure.
		req.Header["idempotency-key"] = []string{key}
	}
	res, err := l.client.Do(req)
	if err != nil {
		return answer{err: err}
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, 1<<16))
	var said struct{ Reference, Receipt string }
	_ = json.Unmarshal(text, &said)
	return answer{res.StatusCode, said.Reference, said.Receipt, res.Header.Get("Retry-After"), string(text), err}
}

// fileSurely files one report as a careful client does: the same key again
// until it is acknowledged, at another instance each time.
func (l *load) fileSurely(ctx context.Context, from int) {
	key, sent := uuid.NewString(), time.Now()
	for try := 0; ctx.Err() == nil; try++ {
		i := l.site.instance(from + try)
		began := time.Now()
		a := l.file(ctx, i.url, key, "Filed under faults")
		if a.err != nil && ctx.Err() != nil { // the filer was sent home
			return
		}
		if l.note(a, sent, time.Since(began)) {
			return
		}
		pause(ctx, min(time.Second, time.Duration(20*(try+1))*time.Millisecond))
	}
}

// note keeps what a try came to and reports whether it was acknowledged.
func (l *load) note(a answer, sent time.Time, took time.Duration) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tries++
	switch {
	case a.err != nil && a.status == 0, a.err != nil:
		l.cutOff++
	case a.status == http.StatusCreated && a.reference != "":
		l.acks = append(l.acks, filed{a.reference, sent})
		l.slowest = max(l.slowest, time.Since(sent))
		l.answered = append(l.answered, took)
		return true
	case a.status == http.StatusServiceUnavailable && a.retry != "", a.status == http.StatusTooManyRequests:
		l.later++
	default:
		l.wrong++
		l.example = a.body
	}
	return false
}

// during files from several clients at about a given rate, at most so many
// reports, until the context ends.
func (l *load) during(ctx context.Context, clients int, perSecond float64, most int) *sync.WaitGroup {
	var all sync.WaitGroup
	gap := time.Duration(float64(clients) / perSecond * float64(time.Second))
	for c := range clients {
		all.Go(func() {
			for n := 0; ctx.Err() == nil && n < most/clients; n++ {
				l.fileSurely(ctx, n+c)
				pause(ctx, gap)
			}
		})
	}
	return &all
}

func (l *load) acknowledged() []filed {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.acks)
}

// figures are what the filers saw.
func (l *load) figures() []figure {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := []figure{
		info("filings acknowledged", len(l.acks)), info("told to come again (503, 429)", l.later), info("connections lost", l.cutOff),
		zero("other answers", l.wrong),
	}
	if l.wrong > 0 {
		list = append(list, info("such as", l.example))
	}
	return list
}

func percentile(list []time.Duration, p float64) time.Duration {
	if len(list) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(list))
	return s[min(len(s)-1, int(p*float64(len(s))))]
}
