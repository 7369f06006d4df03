package main

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// equal requests at once.
const equal = 50

// onceRow sends the same report fifty times at once to two instances, then the
// same key with another body.
func onceRow(ctx context.Context, s *stage, _ time.Duration) ([]figure, error) {
	t, err := s.newSite(ctx, 2, nil, nil)
	if err != nil {
		return nil, err
	}
	defer t.close()
	var before, after int
	if err := t.ask(ctx, `SELECT count(*) FROM report`, &before); err != nil {
		return nil, err
	}
	key, sent, answers := uuid.NewString(), time.Now(), make([]answer, equal)
	var all sync.WaitGroup
	for n := range answers {
		all.Go(func() { answers[n] = t.load.file(ctx, t.instance(n).url, key, "Sent many times") })
	}
	all.Wait()
	different, refused := 0, 0
	for _, a := range answers {
		if a.status != http.StatusCreated {
			refused++
		} else if a.reference != answers[0].reference || a.receipt != answers[0].receipt {
			different++
		}
	}
	if refused == 0 {
		t.load.note(answers[0], sent, 0)
	}
	other := t.load.file(ctx, t.instance(0).url, key, "Another report under the same key")
	if err := t.ask(ctx, `SELECT count(*) FROM report`, &after); err != nil {
		return nil, err
	}
	list, err := t.finish(ctx)
	return append([]figure{
		info("equal requests", equal), zero("not acknowledged", refused), zero("different answers", different), exactly("effects", after-before, 1),
		exactly("status of another body", other.status, http.StatusUnprocessableEntity),
		truth("its answer names the key", strings.Contains(other.body, "idempotency-key-reuse"), other.body),
	}, list...), err
}
