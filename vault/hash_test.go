package vault

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"io"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestKeptHashesHashAsNewOnes: what is stored was hashed by HMACs and keys made
// anew for each value, so those that are kept must give the same.
func TestKeptHashesHashAsNewOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "key")
		kept := newHashKey(key)
		v := &Vault{peppers: peppers{once: kept}}
		for range 3 {
			value, scope := rapid.SliceOf(rapid.Byte()).Draw(t, "value"), rapid.String().Draw(t, "scope")
			mac := hmac.New(sha256.New, key)
			writeParts(mac, value, []byte(scope))
			require.Equal(t, mac.Sum(nil), keyed(kept, value, []byte(scope)))
			once, err := hkdf.Key(sha256.New, value, key, "gongzhi/v1/once/body/"+scope, 32)
			require.NoError(t, err)
			require.Equal(t, once, v.onceKey(string(value), scope, "body"))
		}
	})
}

// TestKeptHashesAtTheSameTime: no two callers share one.
func TestKeptHashesAtTheSameTime(t *testing.T) {
	key := newHashKey(make([]byte, 32))
	values := []string{"one", "another", ""}
	var want [3][]byte
	for i, value := range values {
		want[i] = key.sum(func(w io.Writer) { _, _ = io.WriteString(w, value) })
	}
	var all sync.WaitGroup
	for i := range 30 {
		all.Go(func() {
			for range 200 {
				if got := keyed(key, []byte(values[i%3])); string(got) != string(keyed(key, []byte(values[i%3]))) {
					t.Error("a hash changed")
				}
				got := key.sum(func(w io.Writer) { _, _ = io.WriteString(w, values[i%3]) })
				if string(got) != string(want[i%3]) {
					t.Error("a hash of another value")
				}
			}
		})
	}
	all.Wait()
}
