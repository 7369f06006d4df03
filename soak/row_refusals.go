package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// refusal is a start that must fail and what it must say.
type refusal struct {
	name, says string
	env        []string
	data       string
}

// refusalsRow starts on what cannot work.
func refusalsRow(ctx context.Context, s *stage, _ time.Duration) ([]figure, error) {
	list, err := s.refusals(ctx)
	if err != nil {
		return nil, err
	}
	figures := make([]figure, 0, len(list))
	for _, r := range list {
		i, err := startOn(ctx, s.binary, r.data, r.env)
		var ended *endedError
		switch {
		case err == nil:
			i.kill()
			figures = append(figures, truth(r.name, false, "it started"))
		case errors.As(err, &ended):
			good := ended.code == 1 && strings.Contains(ended.said, r.says) && !strings.Contains(ended.said, "panic:")
			figures = append(figures, figure{r.name, fmt.Sprintf("exit %d, says %q", ended.code, r.says), good})
			if !good {
				figures = append(figures, info("it said", ended.said))
			}
		default:
			return nil, err
		}
	}
	return figures, nil
}

func (s *stage) refusals(ctx context.Context) ([]refusal, error) {
	databases := map[string]string{}
	for _, name := range []string{"keys", "older", "newer"} {
		address, err := s.database(ctx)
		if err != nil {
			return nil, err
		}
		databases[name] = address
	}
	older, newer := &site{stage: s, database: databases["older"]}, &site{stage: s, database: databases["newer"]}
	if err := errors.Join(
		older.exec(ctx, `DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`),
		newer.exec(ctx, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`)); err != nil {
		return nil, err
	}
	list := []refusal{
		{"no database", "PostgreSQL does not answer", s.env("postgres://nobody@127.0.0.1:1/none"), s.data},
		{"missing database", "PostgreSQL does not answer", s.env(s.address("no_such_database")), s.data},
		{"older schema", "run gongzhi migrate", s.env(databases["older"]), s.data},
		{"newer schema", "newer program", s.env(databases["newer"]), s.data},
	}
	text, err := os.ReadFile(filepath.Join(s.data, "keys", "keyring.json"))
	if err != nil {
		return nil, err
	}
	for _, k := range []struct {
		name, says string
		text       []byte
		mode       os.FileMode
	}{
		{"key file others can read", "chmod 600", text, 0o644}, {"half a key file", "backup", text[:len(text)/2], 0o600},
		{"empty key file", "backup", nil, 0o600}, {"no key file", "backup", nil, 0},
	} {
		data := filepath.Join(s.dir, strings.ReplaceAll(k.name, " ", "-"))
		if err := os.MkdirAll(filepath.Join(data, "keys"), 0o700); err != nil {
			return nil, err
		}
		if k.mode != 0 {
			path := filepath.Join(data, "keys", "keyring.json")
			if err := errors.Join(os.WriteFile(path, k.text, 0o600), os.Chmod(path, k.mode)); err != nil {
				return nil, err
			}
		}
		list = append(list, refusal{k.name, k.says, s.env(databases["keys"]), data})
	}
	return list, nil
}
