package frontend

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"gongzhi/record"
)

// Limits of evidence. The size is also the vault's.
const (
	maxFiles     = 10
	maxFileBytes = 20 << 20
	maxFileName  = 200
)

// intake gathers the files of one request: those taken, and what is wrong with the others.
type intake struct {
	// room is how many files may still come.
	room  int
	files []DraftFile
	found problems
}

// accept takes one file in. What is wrong with the file itself becomes a problem of the field; an error is ours or the
// connection's.
func (s *server) accept(ctx context.Context, in *intake, name string, content io.Reader) error {
	name = fileName(name)
	if in.room <= 0 {
		in.refuse("too_many", name)
		return nil
	}
	if err := s.limits.allow(s.limits.upload); err != nil {
		return err
	}
	stored, err := s.store(ctx, name, content)
	var refused EvidenceRefused
	switch {
	case errors.As(err, &refused):
		in.refuse(refused.Reason, name)
	case err != nil:
		return err
	default:
		in.room--
		in.files = append(in.files, DraftFile{ID: stored.ID.String(), Name: name, Bytes: stored.Size, Stored: stored})
	}
	return nil
}

// store reads the file whole before it waits for its turn, so that a slow sender keeps nobody waiting; decoding
// pictures takes much memory and is done for few at once.
func (s *server) store(ctx context.Context, name string, content io.Reader) (record.Evidence, error) {
	body, err := io.ReadAll(io.LimitReader(content, maxFileBytes+1))
	if err != nil {
		return record.Evidence{}, formError(err)
	}
	if len(body) > maxFileBytes {
		return record.Evidence{}, EvidenceRefused{Reason: "too_big"}
	}
	select {
	case s.uploads <- struct{}{}:
		defer func() { <-s.uploads }()
	case <-ctx.Done():
		return record.Evidence{}, ctx.Err()
	}
	return s.Evidence.Accept(ctx, name, bytes.NewReader(body))
}

func (in *intake) refuse(reason, name string) {
	in.found.add("files", K("errors.file_"+reason, "name", name))
}

// fileName is the last part of a name as browsers send it, bounded, its ending kept.
func fileName(sent string) string {
	name := clean(path.Base(strings.ReplaceAll(sent, "\\", "/")))
	name = strings.ReplaceAll(name, "\n", " ")
	if runes := []rune(name); len(runes) > maxFileName {
		ending := []rune(path.Ext(name))
		ending = ending[:min(len(ending), 10)]
		name = string(runes[:maxFileName-len(ending)]) + string(ending)
	}
	return name
}
