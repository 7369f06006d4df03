package ledger_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
	"gongzhi/record"
)

// TestLeafOf computes a leaf by hand, as a foreign verifier would.
func TestLeafOf(t *testing.T) {
	e := ledgertest.Event(t, 1, 3)
	key := ledgertest.CaseKey(1)
	leaf, err := ledger.LeafOf(key, e)
	require.NoError(t, err)

	mac := func(key, message []byte) []byte {
		h := hmac.New(sha256.New, key)
		h.Write(message)
		return h.Sum(nil)
	}
	stream := mac(key[:], []byte("gongzhi stream v1\x00incident"))
	want := append([]byte{1}, mac(stream, binary.BigEndian.AppendUint64(nil, 3))...)
	want = append(want, mac(e.Salt, e.Canonical)...)
	require.Equal(t, want, leaf.Bytes())
	back, err := ledger.ParseLeaf(want)
	require.NoError(t, err)
	require.Equal(t, leaf, back)
}

func TestErasedEventHasNoLeaf(t *testing.T) {
	e := ledgertest.Event(t, 1, 1)
	e.Salt = nil
	_, err := ledger.LeafOf(ledgertest.CaseKey(1), e)
	require.ErrorIs(t, err, ledger.ErrErased)
	e.Salt = []byte("short")
	_, err = ledger.LeafOf(ledgertest.CaseKey(1), e)
	require.ErrorContains(t, err, "salt")
}

// TestLabelsDiffer draws labels over cases, streams and numbers: all differ.
func TestLabelsDiffer(t *testing.T) {
	seen := map[[32]byte]bool{}
	for n := range 10 {
		for _, kind := range []record.SubjectKind{record.SubjectIncident, record.SubjectCorrespondence, record.SubjectPublication} {
			for seq := range int64(50) {
				seen[ledgertest.CaseKey(n).Stream(kind).Label(seq+1)] = true
			}
		}
	}
	require.Len(t, seen, 10*3*50)
}

func TestParseLeafRefuses(t *testing.T) {
	good := ledger.Leaf{}.Bytes()
	for name, bad := range map[string][]byte{
		"empty": nil, "short": good[:64], "long": append(good, 0), "version": append([]byte{2}, good[1:]...),
	} {
		_, err := ledger.ParseLeaf(bad)
		require.Error(t, err, name)
	}
}

func TestPadding(t *testing.T) {
	key := ledger.PaddingKey{1}
	require.Len(t, key.Leaf(5).Bytes(), len(ledger.Leaf{}.Bytes()))
	require.True(t, key.Is(5, key.Leaf(5)))
	require.False(t, key.Is(6, key.Leaf(5)))
	require.False(t, ledger.PaddingKey{2}.Is(5, key.Leaf(5)))
	require.NotEqual(t, key.Leaf(5).Label, key.Leaf(5).Commitment)
}

func TestKeysNeverPrint(t *testing.T) {
	for _, key := range []any{ledger.CaseKey{42}, ledger.StreamKey{42}, ledger.PaddingKey{42}} {
		for _, verb := range []string{"%v", "%s", "%+v", "%#v"} {
			require.NotContains(t, fmt.Sprintf(verb, key), "42")
			require.NotContains(t, fmt.Sprintf(verb, key), "2a")
		}
	}
}
