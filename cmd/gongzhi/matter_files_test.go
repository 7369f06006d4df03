package main

import (
	"bytes"
	"encoding/hex"
	"image"
	"image/jpeg"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/record"
)

const (
	wordCamera = "CAMERACANARY3X"
	wordPhoto  = "PHOTOCANARY7Q.jpg"
)

// photo is a picture whose EXIF block names a camera.
func photo(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 16, 16)), nil))
	block := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x00" + wordCamera
	return "\xff\xd8\xff\xe1\x00" + string(rune(len(block)+2)) + block + b.String()[2:]
}

// onePage are the forms on one page: who fills them in, and how.
var onePage = []struct {
	kind, who string
	fields    []string
}{
	{"opinion", "org1", []string{"title", "On notices", "narrative", "They come late.", "target_kind", "enterprise", "target_name", "Some Firm Ltd"}},
	{"inquiry", "media1", []string{"title", "On notices", "narrative", "They come late.", "target_kind", "enterprise", "target_name", "Some Firm Ltd"}},
	{"request", "", []string{"right", "erasure", "narrative", "They come late.", "target_name", "Some Firm Ltd", "holder_answer", "silent", "asked_on", "2026-01-05", "name", "A", "contact", "B"}},
	{"application", "", []string{"kind", "media", "title", "A third newsroom", "credit_code", "91330106MA2ABCDE0X", "narrative", "They come late.", "name", "A", "contact", "B"}},
}

// filesForm is a form with files, name and content in turn, after the fields.
func filesForm(fields []string, files ...string) ask {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		_ = w.WriteField(fields[i], fields[i+1])
	}
	for i := 0; i+1 < len(files); i += 2 {
		part, _ := w.CreateFormFile("files", files[i])
		_, _ = io.WriteString(part, files[i+1])
	}
	_ = w.Close()
	return ask{body: b.Bytes(), kind: w.FormDataContentType()}
}

var receiptShown = regexp.MustCompile(`name="receipt" value="([A-Z0-9-]+)"`)

func (o *office) stored() (n int) {
	require.NoError(o.t, filepath.WalkDir(o.settings.evidencePath(), func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	}))
	return n
}

// TestFilesComeWithAOnePageFormOnce: cleaned and sealed as those of a report; the same form sent again gets the same
// receipt although its files came in anew, other files under its key are refused, and nothing is left that no report
// names.
func TestFilesComeWithAOnePageFormOnce(t *testing.T) {
	o := newOffice(t)
	text := strings.Repeat(wordContent+"\n", 20)
	for _, form := range onePage {
		send := func(fields []string, files ...string) *httptest.ResponseRecorder {
			return o.send(matrixRow{method: "POST", route: "/file/" + form.kind}, visitor{key: form.who}, secretCase{}, filesForm(fields, files...))
		}
		before, key := o.stored(), []string{"key", uuid.NewString()}
		fields := append(key, form.fields...)
		first := send(fields, wordPhoto, photo(t), wordFile, text)
		require.Equal(t, http.StatusOK, first.Code, form.kind)
		receipt := receiptShown.FindStringSubmatch(first.Body.String())
		require.NotNil(t, receipt)
		require.Equal(t, before+2, o.stored())

		again := send(fields, wordPhoto, photo(t), wordFile, text)
		require.Equal(t, http.StatusOK, again.Code)
		require.Contains(t, again.Body.String(), receipt[0])
		require.Equal(t, http.StatusConflict, send(fields, wordPhoto, photo(t), wordFile, text+"x").Code, "another content")
		require.Equal(t, http.StatusConflict, send(fields, wordPhoto, photo(t)).Code, "a file fewer")
		require.Equal(t, before+2, o.stored(), "nothing is left of what was answered before or refused")

		unsent := append([]string{"key", uuid.NewString(), "lang", "en"}, strings.Split(strings.Replace(strings.Join(form.fields, "\x00"), "They come late.", "", 1), "\x00")...)
		refused := send(unsent, wordPhoto, photo(t))
		require.Equal(t, http.StatusUnprocessableEntity, refused.Code)
		require.Contains(t, refused.Body.String(), `href="#files"`)
		require.Equal(t, before+2, o.stored())
		o.filedClean(receipt[1])
	}
	kept := dump(t, o.url) + files(t, o.settings.evidencePath())
	requireAbsent(t, "what is kept", kept+o.logs.String(), wordPhoto, wordFile, wordCamera, wordContent)
	faults, err := o.db.Check(t.Context())
	require.NoError(t, err)
	for _, f := range faults {
		require.Zero(t, f.Broken, f)
	}
}

// filedClean opens the two files of a receipt: the picture is without what the camera wrote.
func (o *office) filedClean(receipt string) {
	hash, err := secrets{o.vault}.ReceiptHash(receipt)
	require.NoError(o.t, err)
	v, err := o.door.Track(o.t.Context(), hash, o.clock.Now())
	require.NoError(o.t, err)
	require.Equal(o.t, 2, v.Evidence)
	rows, err := o.db.EvidenceFiles(o.t.Context(), record.ID{}, 100)
	require.NoError(o.t, err)
	for _, e := range rows {
		body, err := o.evidence.Get(o.t.Context(), e.ID.String())
		require.NoError(o.t, err)
		content, err := io.ReadAll(body)
		require.NoError(o.t, err)
		require.NoError(o.t, body.Close())
		require.NotContains(o.t, string(content), wordCamera)
		require.NotContains(o.t, hex.EncodeToString(e.Name), hex.EncodeToString([]byte("CANARY")))
	}
}
