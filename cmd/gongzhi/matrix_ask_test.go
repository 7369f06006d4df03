package main

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"

	"github.com/google/uuid"

	"gongzhi/accounts"
)

// ask is what a row of the matrix sends besides its address.
type ask struct {
	query  url.Values
	body   []byte
	kind   string // content type
	header map[string]string
	cookie *http.Cookie // instead of the session kept for the role
}

func form(values ...string) ask {
	v := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		v.Set(values[i], values[i+1])
	}
	return ask{body: []byte(v.Encode()), kind: "application/x-www-form-urlencoded"}
}

func jsonOf(value any) ask {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err) // the tables below hold only what can be written
	}
	return ask{body: body, kind: "application/json", header: map[string]string{"Idempotency-Key": uuid.NewString()}}
}

// upload is a form with one small file.
func upload(fields ...string) ask {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		_ = w.WriteField(fields[i], fields[i+1])
	}
	name := "file"
	if len(fields) > 0 {
		name = "files"
	}
	part, _ := w.CreateFormFile(name, "note.txt")
	_, _ = io.WriteString(part, "a note")
	_ = w.Close()
	return ask{body: b.Bytes(), kind: w.FormDataContentType()}
}

func (a ask) with(name, value string) ask {
	header := map[string]string{name: value}
	for k, v := range a.header {
		header[k] = v
	}
	a.header = header
	return a
}

func byCode(a func(c secretCase) ask) func(*office, secretCase, string) ask {
	return func(_ *office, c secretCase, _ string) ask { return a(c).with("Authorization", "Service "+c.code) }
}

func byReceipt(a func(c secretCase) ask) func(*office, secretCase, string) ask {
	return func(_ *office, c secretCase, _ string) ask { return a(c).with("Authorization", "Receipt "+c.receipt) }
}

func formOf(a func(c secretCase) ask) func(*office, secretCase, string) ask {
	return func(_ *office, c secretCase, _ string) ask { return a(c) }
}

func always(a ask) func(*office, secretCase, string) ask {
	return func(*office, secretCase, string) ask { return a }
}

func ownSession(kind accounts.Kind) func(*office, secretCase, string) ask {
	return func(o *office, _ secretCase, key string) ask {
		if key == "" {
			return ask{}
		}
		return ask{cookie: o.freshCookie(key, kind)}
	}
}
