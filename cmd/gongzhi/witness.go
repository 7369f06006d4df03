package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"gongzhi/ledger"
	"gongzhi/ledger/witness"
)

type witnessCommand struct {
	Listen string   `required:"" placeholder:"ADDR" help:"Address to take checkpoints at, as 127.0.0.1:8090."`
	Key    string   `required:"" placeholder:"FILE" help:"The witness's private key; made on the first start when --name is given."`
	Name   string   `placeholder:"NAME" help:"Name of the witness for a new key, as witness.example.org."`
	LogKey []string `required:"" placeholder:"KEY" help:"Public key of a log to witness, or a file with it; may be repeated."`
	State  string   `required:"" placeholder:"DIR" help:"Folder that remembers what was cosigned; never restore it from an old copy."`
}

// Run serves until it is told to stop.
func (c witnessCommand) Run(ctx context.Context) error {
	cosigner, err := c.cosigner()
	if err != nil {
		return err
	}
	logs, err := logKeys(c.LogKey)
	if err != nil {
		return err
	}
	store, err := witness.OpenFolder(c.State)
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }() // gives up the lock, which exit does as well
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return err
	}
	fmt.Printf("witness %s\nkey %s\nlistens on http://%s\n", cosigner.Name(), cosigner.VerifierKey(), listener.Addr())
	return serveUntil(ctx, listener, witness.New(cosigner, store, logs...))
}

// serveUntil serves until the context ends, then lets requests finish.
func serveUntil(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	slow, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return server.Shutdown(slow)
}

// cosigner reads the private key, and makes it on the first start.
func (c witnessCommand) cosigner() (*ledger.Cosigner, error) {
	raw, err := os.ReadFile(c.Key)
	if errors.Is(err, fs.ErrNotExist) && c.Name != "" {
		raw, err = newWitnessKey(c.Key, c.Name)
	}
	if err != nil {
		return nil, fmt.Errorf("witness key: %w", err)
	}
	if info, err := os.Stat(c.Key); err == nil && info.Mode().Perm()&0o077 != 0 {
		return nil, errors.New("witness key: others can read the file; chmod 600 it")
	}
	return ledger.NewCosigner(strings.TrimSpace(string(raw)), time.Now)
}

func newWitnessKey(path, name string) ([]byte, error) {
	private, _, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = file.WriteString(private + "\n")
	slog.Info("a new witness key was made", "file", path)
	return []byte(private), errors.Join(err, file.Sync(), file.Close())
}

func logKeys(keys []string) ([]note.Verifier, error) {
	var logs []note.Verifier
	for _, key := range keys {
		v, err := logKey(key)
		if err != nil {
			return nil, err
		}
		logs = append(logs, v)
	}
	return logs, nil
}

// logKey reads the public key of a log, given itself or as a file.
func logKey(key string) (note.Verifier, error) {
	if !strings.Contains(key, "+") || isFile(key) {
		raw, err := os.ReadFile(key)
		if err != nil {
			return nil, fmt.Errorf("log key: %w", err)
		}
		key = string(raw)
	}
	v, err := note.NewVerifier(strings.TrimSpace(key))
	if err != nil {
		return nil, errors.New("log key: not a public key of the form name+id+key")
	}
	return v, nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
