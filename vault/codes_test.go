package vault

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestReceiptShape(t *testing.T) {
	r, err := NewReceipt(rand.Reader)
	require.NoError(t, err)
	require.Regexp(t, regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$`), r.Show())
	_, err = NewReceipt(strings.NewReader("short"))
	require.Error(t, err)
	require.Panics(t, func() { Receipt{}.Show() })
}

func TestReceiptAsPeopleTypeIt(t *testing.T) {
	r, err := NewReceipt(strings.NewReader(strings.Repeat("\x08\x42\x10\x84\x21", 3))) // all ones
	require.NoError(t, err)
	require.Equal(t, "1111-1111-1111-1111-1111-1111", r.Show())
	for _, typed := range []string{
		"111111111111111111111111", "il1I-1L11 1111 1111\t1111 1111", "１１１１－１１１１—１１１１–１１１１－１１１１　ｌｉＬＩ",
		" 1111-1111-1111-1111-1111-1111\n", "\u200b1111-1111-1111-1111-1111-1111",
	} {
		got, err := ParseReceipt(typed)
		require.NoError(t, err, typed)
		require.Equal(t, r.Show(), got.Show())
	}
	for _, typed := range []string{
		"", "1111", strings.Repeat("1", 23), strings.Repeat("1", 25), strings.Repeat("1", 23) + "U",
		strings.Repeat("1", 23) + "中", strings.Repeat("1", 23) + "!", strings.Repeat(" ", 10_000) + strings.Repeat("1", 24),
	} {
		_, err := ParseReceipt(typed)
		require.ErrorIs(t, err, ErrReceipt)
		require.Equal(t, ErrReceipt.Error(), err.Error(), "the error quotes nothing")
	}
}

func TestReceiptRoundTrip(t *testing.T) {
	v := newVault(t)
	rapid.Check(t, func(t *rapid.T) {
		random := rapid.SliceOfN(rapid.Byte(), receiptBytes, receiptBytes).Draw(t, "random")
		r, err := NewReceipt(strings.NewReader(string(random)))
		require.NoError(t, err)
		back, err := ParseReceipt(strings.ToLower(r.Show()))
		require.NoError(t, err)
		require.Equal(t, v.ReceiptHash(r), v.ReceiptHash(back))
	})
}

func TestReference(t *testing.T) {
	ref, err := NewReference(strings.NewReader("\xff\xff\xff\xff\xff\xff\xff"))
	require.NoError(t, err)
	require.Equal(t, "GZ-ZZZZZ-ZZZZZ", ref)
	for _, typed := range []string{"gz-zzzzz-zzzzz", "GZZZZZZZZZZZ", "zzzzz zzzzz", "ＧＺ－ＺＺＺＺＺ－ＺＺＺＺＺ"} {
		got, err := ParseReference(typed)
		require.NoError(t, err, typed)
		require.Equal(t, ref, got)
	}
	for _, typed := range []string{"", "GZ", "XX-ZZZZZ-ZZZZZ", "GZ-ZZZZZ-ZZZZU", "GZ-ZZUZZ-ZZZZZ", "GZ-ZZZZZ-ZZZZZZ", "GZ-ZZZZZ-ZZZZ/", "../../../.."} {
		_, err := ParseReference(typed)
		require.ErrorIs(t, err, ErrReference, typed)
	}
}

func TestReferenceReadsBack(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		ref, err := NewReference(rand.Reader)
		require.NoError(t, err)
		back, err := ParseReference(strings.ToLower(strings.ReplaceAll(ref, "-", " ")))
		require.NoError(t, err)
		require.Equal(t, ref, back)
		seen[ref] = true
	}
	require.Len(t, seen, 1000)
}

func FuzzCodes(f *testing.F) {
	f.Add("GZ-ZZZZZ-ZZZZZ")
	f.Add("1111-1111-1111-1111-1111-1111")
	f.Fuzz(func(t *testing.T, s string) {
		if r, err := ParseReceipt(s); err == nil {
			again, err := ParseReceipt(r.Show())
			require.NoError(t, err)
			require.Equal(t, r.Show(), again.Show())
		}
		if ref, err := ParseReference(s); err == nil {
			again, err := ParseReference(ref)
			require.NoError(t, err)
			require.Equal(t, ref, again)
		}
	})
}

func TestHashesAreSeparate(t *testing.T) {
	v, other := newVault(t), newVault(t)
	r, err := NewReceipt(rand.Reader)
	require.NoError(t, err)
	require.Len(t, v.ReceiptHash(r), 32)
	require.NotEqual(t, v.ReceiptHash(r), other.ReceiptHash(r))

	email := v.LookupHash("email", "Li@Example.org")
	require.Equal(t, email, v.LookupHash("email", "  ｌｉ＠example.ORG "))
	require.NotEqual(t, email, v.LookupHash("name", "Li@Example.org"))
	require.NotEqual(t, email, other.LookupHash("email", "Li@Example.org"))
	require.NotEqual(t, v.LookupHash("ab", "c"), v.LookupHash("a", "bc"))
}

func TestAnswersAreSealedUnderTheRequestKey(t *testing.T) {
	v := newVault(t)
	sealed := v.SealAnswer("key-1", "file", []byte("receipt"))
	got, err := v.OpenAnswer("key-1", "file", sealed)
	require.NoError(t, err)
	require.Equal(t, "receipt", string(got))
	_, err = v.OpenAnswer("key-2", "file", sealed)
	require.ErrorIs(t, err, ErrSealed)
	_, err = v.OpenAnswer("key-1", "act", sealed)
	require.ErrorIs(t, err, ErrSealed)
	_, err = v.OpenAnswer("key-1", "file", nil)
	require.ErrorIs(t, err, ErrSealed)
	_, err = newVault(t).OpenAnswer("key-1", "file", sealed)
	require.ErrorIs(t, err, ErrSealed)

	require.Equal(t, v.OnceHash("k", "s"), v.OnceHash("k", "s"))
	require.NotEqual(t, v.OnceHash("k", "s"), v.OnceHash("s", "k"))
	require.NotEqual(t, v.OnceBodyHash("k", "s", []byte("a")), v.OnceBodyHash("k", "s", []byte("b")))
	require.NotEqual(t, v.OnceBodyHash("k", "s", []byte("a")), v.OnceBodyHash("l", "s", []byte("a")))
	require.NotEqual(t, v.OnceBodyHash("k", "s", []byte("a")), v.OnceBodyHash("k", "t", []byte("a")))
}

func TestSecretsNeverPrint(t *testing.T) {
	const canary = "KANARIENVOGEL"
	s := NewSecret(canary)
	r, err := NewReceipt(strings.NewReader("kanarienvogel-x"))
	require.NoError(t, err)
	type holder struct {
		Open   Secret
		inner  Secret
		Ticket Receipt
		ticket Receipt
	}
	var out strings.Builder
	for _, value := range []any{s, &s, r, &r, holder{s, s, r, r}, &holder{s, s, r, r}, []Secret{s}, map[string]Receipt{"a": r}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%p"} {
			fmt.Fprintf(&out, verb+"\n", value)
		}
		b, err := json.Marshal(value)
		require.NoError(t, err)
		out.Write(b)
		slog.New(slog.NewTextHandler(&out, nil)).Info("m", "v", value)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("m", "v", value)
	}
	text := strings.ToLower(out.String())
	for _, form := range []string{canary, fmt.Sprintf("%x", canary), "kanarienvogel-x", fmt.Sprintf("%x", "kanarienvogel-x"), "107, 97", "107 97", "0x6b, 0x61", r.Show()} {
		require.NotContains(t, text, strings.ToLower(form))
	}
	require.Equal(t, canary, s.Reveal())
	require.False(t, Secret{}.IsSet())
	var read Secret
	require.NoError(t, json.Unmarshal([]byte(`"x"`), &read))
	require.Equal(t, "x", read.Reveal())
}
