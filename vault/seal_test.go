package vault

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func newVault(t testing.TB) *Vault {
	t.Helper()
	v, err := New()
	require.NoError(t, err)
	return v
}

var here = Where{"report", "contact", "7"}

func TestSealBindsValueToItsPlace(t *testing.T) {
	v := newVault(t)
	sealed := v.Seal([]byte("13800138000"), here)
	require.NotContains(t, string(sealed), "13800138000")
	for _, other := range []Where{
		{"incident", "contact", "7"}, {"report", "name", "7"}, {"report", "contact", "8"},
		{"reportc", "ontact", "7"}, {"report", "contact7", ""}, {},
	} {
		_, err := v.Open(sealed, other)
		require.ErrorIs(t, err, ErrSealed, "%+v", other)
	}
	_, err := newVault(t).Open(sealed, here)
	require.ErrorIs(t, err, ErrSealed, "another vault")
	require.NotEqual(t, sealed, v.Seal([]byte("13800138000"), here), "equal values look different")
}

func TestSealRoundTripAndTamper(t *testing.T) {
	v := newVault(t)
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		sealed := v.Seal(plain, here)
		got, err := v.Open(sealed, here)
		require.NoError(t, err)
		require.True(t, bytes.Equal(plain, got))
		at := rapid.IntRange(0, len(sealed)-1).Draw(t, "at")
		sealed[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		_, err = v.Open(sealed, here)
		require.ErrorIs(t, err, ErrSealed)
	})
}

func TestSealPanicsOnIncompletePlace(t *testing.T) {
	v := newVault(t)
	require.Panics(t, func() { v.Seal(nil, Where{"report", "contact", ""}) })
	_, err := v.SealStream(io.Discard, Where{"report", "", "7"})
	require.Error(t, err)
}

func sealFile(t *testing.T, v *Vault, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := v.SealStream(&out, here)
	require.NoError(t, err)
	_, err = w.Write(plain)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

func openFile(v *Vault, sealed []byte, where Where) ([]byte, error) {
	r, err := v.OpenStream(bytes.NewReader(sealed), where)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func TestStreamRoundTrip(t *testing.T) {
	v := newVault(t)
	for _, size := range []int{0, 1, 1 << 20, 2<<20 + 17} {
		plain := bytes.Repeat([]byte("证"), size/3+1)[:size]
		got, err := openFile(v, sealFile(t, v, plain), here)
		require.NoError(t, err)
		require.True(t, bytes.Equal(plain, got))
	}
}

func TestStreamRefusesChange(t *testing.T) {
	v := newVault(t)
	sealed := sealFile(t, v, bytes.Repeat([]byte("x"), 2<<20+17))
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-100] ^= 1
	for name, broken := range map[string][]byte{
		"bit flipped": flipped, "cut short": sealed[:len(sealed)-1],
		"last segment gone": sealed[:1<<20], "longer": append(bytes.Clone(sealed), 0), "empty": nil,
	} {
		_, err := openFile(v, broken, here)
		require.ErrorIs(t, err, ErrSealed, name)
	}
	_, err := openFile(v, sealed, Where{"report", "contact", "8"})
	require.ErrorIs(t, err, ErrSealed, "moved")
}
