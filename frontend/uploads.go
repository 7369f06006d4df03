package frontend

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"gongzhi/record"
	"gongzhi/workflow"
)

// Limits of evidence. The size is also the vault's; uploadsAtOnce files are held in memory at once.
const (
	uploadsAtOnce = 4
	maxFiles      = workflow.MaxEvidence
	maxFileBytes  = 20 << 20
	maxFileName   = 200
)

// intake gathers the files of one request: those taken, and what is wrong with the others.
type intake struct {
	// room is how many files may still come.
	room  int
	files []DraftFile
	kept  bool // some draft or report names the files
	sent  bool // the request brought a file, taken or not
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

// store waits for its turn before it reads any of the file, so that the memory that files take is bounded however many
// come at once. How long a slow sender may keep a turn is bounded by uploadTime.
func (s *server) store(ctx context.Context, name string, content io.Reader) (record.Evidence, error) {
	select {
	case s.uploads <- struct{}{}:
		defer func() { <-s.uploads }()
	case <-ctx.Done():
		return record.Evidence{}, ctx.Err()
	}
	body, err := io.ReadAll(io.LimitReader(content, maxFileBytes+1))
	if err != nil {
		return record.Evidence{}, formError(err)
	}
	if len(body) > maxFileBytes {
		return record.Evidence{}, EvidenceRefused{Reason: "too_big"}
	}
	return s.Evidence.Accept(ctx, name, bytes.NewReader(body))
}

// takeBack deletes files that were taken in by a request that failed. It does so also when the reader is gone; what
// fails stays until the store is swept.
func (s *server) takeBack(ctx context.Context, files []DraftFile) {
	ctx = context.WithoutCancel(ctx)
	for _, file := range files {
		if err := s.Evidence.Discard(ctx, file.Stored.ID); err != nil {
			s.Warn("discard evidence", err)
		}
	}
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
