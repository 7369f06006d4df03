package frontend

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gongzhi/web"
)

// Limits of a posted form. Files have limits of their own.
const (
	maxFormBytes  = 512 << 10
	maxFormFields = 200
	// maxUpload bounds a whole request with files, and uploadTime how long it may take.
	maxUpload  = 64 << 20
	uploadTime = 3 * time.Minute
)

// upload takes one file of a form; fields are those that stand before it.
type upload func(fields url.Values, name string, content io.Reader) error

// readForm reads a posted form. Files are handed over as they arrive and touch no disk; without a taker they are
// passed over.
func readForm(r *http.Request, take upload) (url.Values, error) {
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		return plainForm(r)
	}
	if err != nil {
		return nil, web.Invalid()
	}
	form, size := url.Values{}, 0
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return form, nil
		}
		if err != nil {
			return nil, formError(err)
		}
		if part.FileName() != "" {
			if err := takeFile(form, part, take); err != nil {
				return nil, err
			}
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, int64(maxFormBytes-size+1)))
		if err != nil {
			return nil, formError(err)
		}
		if size += len(value); size > maxFormBytes || len(form) >= maxFormFields {
			return nil, web.TooLarge()
		}
		form.Add(part.FormName(), string(value))
	}
}

func plainForm(r *http.Request) (url.Values, error) {
	if err := r.ParseForm(); err != nil {
		return nil, formError(err)
	}
	return r.PostForm, nil
}

func takeFile(form url.Values, part *multipart.Part, take upload) error {
	if take == nil || part.FormName() != "files" {
		return nil
	}
	return take(form, part.FileName(), part)
}

// moreTime lets the sender of a large form take longer than others. Writers without deadlines need none.
func moreTime(w http.ResponseWriter) {
	control, end := http.NewResponseController(w), time.Now().Add(uploadTime)
	_ = control.SetReadDeadline(end)
	_ = control.SetWriteDeadline(end)
}

// clean makes a typed answer storable: valid UTF-8 without control characters other than line breaks and tabs, lines
// ended by a line feed, no blanks around it.
func clean(answer string) string {
	answer = strings.ReplaceAll(strings.ToValidUTF8(answer, ""), "\r\n", "\n")
	answer = strings.Map(func(r rune) rune {
		if (r < 0x20 && r != '\n' && r != '\t') || r == 0x7f {
			return -1
		}
		return r
	}, answer)
	return strings.TrimSpace(answer)
}
