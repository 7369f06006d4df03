package main

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"gongzhi/db"
	"gongzhi/ledger"
	"gongzhi/ledger/witness"
	"gongzhi/record"
	"gongzhi/vault"
)

// publicLog is the log that outsiders can check, as this installation keeps it.
type publicLog struct {
	keys   ledger.Keys
	store  *db.Ledger
	vault  *vault.Vault
	policy *ledger.Policy
	grow   ledger.Integrator
	desk   *ledger.Desk
}

// Ordinary values of the settings. A minute bounds back-dating; a quiet minute
// shows sixteen leaves, as a busy one may.
const (
	logEvery     = time.Minute
	logEveryDemo = 5 * time.Second // whoever tries it out shall not wait
	logFloor     = 16
	logWithin    = 24 * time.Hour
)

// openLog names the log and joins its parts. The name is fixed by the first
// entry: witnesses would take another one for another log.
func (a *app) openLog(ctx context.Context) error {
	keys, err := namedKeys(a.settings, a.vault)
	if err != nil {
		return err
	}
	l := &publicLog{keys: keys, store: a.db.Ledger(), vault: a.vault}
	if err := l.checkOrigin(ctx); err != nil {
		return err
	}
	if l.policy, err = readPolicy(a.settings.LogPolicy, keys); err != nil {
		return err
	}
	every := logEvery
	if a.demo {
		every = logEveryDemo
	}
	schedule := ledger.Schedule{Every: orElse(a.settings.LogEvery, every), Floor: orElse(a.settings.LogFloor, logFloor)}
	within := orElse(a.settings.LogPromise, logWithin)
	if err := checkSchedule(schedule, within); err != nil {
		return err
	}
	l.desk = &ledger.Desk{Site: l.store, Events: l.store, Policy: l.policy, Keys: keys, Key: l.caseKey, Within: within, Every: schedule.Every}
	storage := a.ticking.Ledger()
	l.grow = ledger.Integrator{
		Log: keys.Signer, Verifier: keys.Verifier, Padding: a.vault.PaddingKey(), Schedule: schedule,
		Source: storage, Storage: storage, Policy: l.policy, Cosign: l.asks(storage),
	}
	a.log = l
	return nil
}

func orElse[T comparable](set, ordinary T) T {
	var zero T
	if set == zero {
		return ordinary
	}
	return set
}

func checkSchedule(s ledger.Schedule, within time.Duration) error {
	switch {
	case s.Every < time.Second || s.Every > 24*time.Hour:
		return errors.New("GONGZHI_LOG_EVERY: wants a period from 1s to 24h")
	case s.Floor < 1 || s.Floor > ledger.MaxBatch:
		return fmt.Errorf("GONGZHI_LOG_FLOOR: wants a number from 1 to %d", ledger.MaxBatch)
	case within < 2*s.Every:
		return errors.New("GONGZHI_LOG_PROMISE: wants at least twice the period of GONGZHI_LOG_EVERY")
	}
	return nil
}

// namedKeys names the log's key by the setting, or after the key itself.
func namedKeys(s settings, v *vault.Vault) (ledger.Keys, error) {
	origin := s.LogOrigin
	if origin == "" {
		public, _ := v.LogKey().Public().(ed25519.PublicKey) // it always is
		sum := sha256.Sum256(public)
		origin = "gongzhi-log/" + hex.EncodeToString(sum[:8])
	}
	keys, err := ledger.NewKeys(origin, v.LogKey())
	if err != nil {
		return keys, fmt.Errorf("GONGZHI_LOG_ORIGIN: %w", err)
	}
	return keys, nil
}

func (l *publicLog) checkOrigin(ctx context.Context) error {
	head, err := l.store.Head(ctx)
	if err == nil && head.Note != nil && head.Origin != l.keys.Signer.Name() {
		return fmt.Errorf("GONGZHI_LOG_ORIGIN: the public log of this database is called %q since its first entry, not %q", head.Origin, l.keys.Signer.Name())
	}
	return err
}

// readPolicy reads whose cosignatures make a state sealed; without a file
// nobody is asked and nothing is ever called sealed.
func readPolicy(file string, keys ledger.Keys) (*ledger.Policy, error) {
	if file == "" {
		return ledger.PolicyOf(keys.Verifier), nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("GONGZHI_LOG_POLICY: %w", err)
	}
	p, err := ledger.ParsePolicy(text)
	if err != nil {
		return nil, fmt.Errorf("GONGZHI_LOG_POLICY: %w", err)
	}
	return p.Trusting(keys.Verifier), nil
}

const (
	witnessTimeout = 3 * time.Second
	witnessPause   = 10 * time.Second // before those who did not cosign a state are asked again
)

// asks asks the witnesses, and no more often than they can bear.
func (l *publicLog) asks(tiles ledger.Tiles) ledger.CosignFunc {
	client := &witness.Client{HTTP: &http.Client{Timeout: witnessTimeout}, Tiles: tiles, Witnesses: l.policy.Witnesses()}
	var size int64
	var at time.Time
	return func(ctx context.Context, c ledger.Checkpoint, signed []byte) ([]byte, error) {
		if now := time.Now(); c.Size == size && now.Sub(at) < witnessPause {
			return signed, nil
		}
		size = c.Size
		more, err := client.Cosign(ctx, c, signed)
		at = time.Now()
		return more, err
	}
}

// leafOf is the leaf of an event.
func (l *publicLog) leafOf(e record.Event) (ledger.Leaf, error) {
	if !keepsLog {
		return ledger.Leaf{}, nil
	}
	return ledger.LeafOf(l.caseKey(e.Subject.ID), e)
}

func (l *publicLog) caseKey(id record.ID) ledger.CaseKey { return l.vault.CaseKey(id) }
