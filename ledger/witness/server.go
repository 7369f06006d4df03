package witness

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
)

// ServeHTTP answers POST …/add-checkpoint, and GET …/checkpoint?origin= with
// the newest cosigned checkpoint of a log, for monitors to compare.
func (w *Witness) ServeHTTP(out http.ResponseWriter, in *http.Request) {
	switch {
	case in.URL.Path == "/add-checkpoint" && in.Method == http.MethodPost:
		w.add(out, in)
	case in.URL.Path == "/checkpoint" && in.Method == http.MethodGet:
		w.show(out, in)
	case in.URL.Path == "/add-checkpoint", in.URL.Path == "/checkpoint":
		http.Error(out, "method not allowed", http.StatusMethodNotAllowed)
	default:
		http.NotFound(out, in)
	}
}

func (w *Witness) add(out http.ResponseWriter, in *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(out, in.Body, maxRequest))
	if err != nil {
		http.Error(out, "the request is too long or was cut off", http.StatusBadRequest)
		return
	}
	request, err := ParseRequest(body)
	var line []byte
	if err == nil {
		line, err = w.Add(request)
	}
	if err != nil {
		refuse(out, err)
		return
	}
	out.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = out.Write(line) // the client is gone, or has it
}

func (w *Witness) show(out http.ResponseWriter, in *http.Request) {
	note, err := w.Latest(in.URL.Query().Get("origin"))
	if err == nil && note == nil {
		err = ErrUnknownLog
	}
	if err != nil {
		refuse(out, err)
		return
	}
	out.Header().Set("Content-Type", "text/plain; charset=utf-8")
	out.Header().Set("Cache-Control", "no-store")
	_, _ = out.Write(note) //nolint:gosec // plain text of a signed note, sent as such with nosniff to programs
}

// refuse answers with the status that the protocol names.
func refuse(out http.ResponseWriter, err error) {
	var conflict *ConflictError
	if errors.As(err, &conflict) {
		slog.Warn("witness refused", "reason", conflict.Error())
		out.Header().Set("Content-Type", "text/x.tlog.size")
		out.WriteHeader(http.StatusConflict)
		_, _ = io.WriteString(out, strconv.FormatInt(conflict.Size, 10)+"\n") // as above
		return
	}
	status := http.StatusInternalServerError
	for known, code := range map[error]int{ErrMalformed: http.StatusBadRequest, ErrForbidden: http.StatusForbidden,
		ErrUnknownLog: http.StatusNotFound, ErrForked: http.StatusUnprocessableEntity} {
		if errors.Is(err, known) {
			status = code
		}
	}
	slog.Warn("witness refused", "status", status, "reason", err.Error())
	if status == http.StatusInternalServerError {
		err = errors.New("the witness cannot answer now")
	}
	http.Error(out, err.Error(), status)
}
