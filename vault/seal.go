package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// ErrSealed says that a ciphertext cannot be opened: it was changed, moved to
// another place, or sealed under other keys.
var ErrSealed = errors.New("vault: sealed value cannot be opened here")

// Where names the place a sealed value lives at. It is bound to the
// ciphertext, so a value copied to another row or column does not open.
type Where struct {
	Table, Column, Row string
}

func (w Where) complete() bool { return w.Table != "" && w.Column != "" && w.Row != "" }

func (w Where) associatedData() []byte {
	var buf bytes.Buffer
	writeParts(&buf, []byte(w.Table), []byte(w.Column), []byte(w.Row))
	return buf.Bytes()
}

// Seal encrypts a field for its place (AES-256-GCM, random nonce). It panics
// on an incomplete place: such a value could be moved unseen.
func (v *Vault) Seal(plain []byte, where Where) []byte {
	if !where.complete() {
		panic("vault: Seal needs table, column and row")
	}
	sealed, err := v.fields.Encrypt(plain, where.associatedData())
	if err != nil { // only for a plaintext of 64 GiB and more
		panic(fmt.Sprintf("vault: seal: %v", err))
	}
	return sealed
}

// Open decrypts what Seal made for the same place, or returns ErrSealed.
func (v *Vault) Open(sealed []byte, where Where) ([]byte, error) {
	plain, err := v.fields.Decrypt(sealed, where.associatedData())
	if err != nil || !where.complete() {
		return nil, fmt.Errorf("%w (%s.%s)", ErrSealed, where.Table, where.Column)
	}
	return plain, nil
}

// SealStream returns a writer that encrypts a file for its place into dst.
// The file is complete only once Close has returned nil.
func (v *Vault) SealStream(dst io.Writer, where Where) (io.WriteCloser, error) {
	if !where.complete() {
		return nil, errors.New("vault: SealStream needs table, column and row")
	}
	return v.files.NewEncryptingWriter(dst, where.associatedData())
}

// OpenStream returns a reader of what SealStream wrote for the same place.
// Bytes already read are authentic; an error other than io.EOF (wrapping
// ErrSealed) means that the file was changed, cut short or moved.
func (v *Vault) OpenStream(src io.Reader, where Where) (io.Reader, error) {
	r, err := v.files.NewDecryptingReader(src, where.associatedData())
	if err != nil {
		return nil, fmt.Errorf("%w (%s.%s)", ErrSealed, where.Table, where.Column)
	}
	return sealedReader{r, where}, nil
}

type sealedReader struct {
	inner io.Reader
	where Where
}

func (r sealedReader) Read(p []byte) (int, error) {
	n, err := r.inner.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w (%s.%s)", ErrSealed, r.where.Table, r.where.Column)
	}
	return n, err
}
