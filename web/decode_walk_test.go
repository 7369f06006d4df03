package web

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzWalk compares the steps through valid JSON with those of encoding/json.
func FuzzWalk(f *testing.F) {
	for _, s := range []string{
		`{}`, `[]`, `{ }`, `[ ]`, `{"a":1}`, "{ \"a\" :\t[1 , {\"b\":\"]}\\\"\"} ,[]] ,\n\"\\u0061\\\"\": null , \"\":-1.5e3}",
		`["",true,false,null,{"x":{"y":[[]]}},"\\"]`, `{"a":1,"a":2}`, `{"\ud800":"\\\\"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		raw = bytes.TrimSpace(raw)
		if checkDocument(raw) != nil {
			return
		}
		dec := json.NewDecoder(bytes.NewReader(raw))
		var member json.RawMessage
		switch raw[0] {
		case '{':
			_, _ = dec.Token()
			members(raw, func(key string, value []byte) {
				token, err := dec.Token()
				require.NoError(t, err)
				require.Equal(t, token, key)
				require.NoError(t, dec.Decode(&member))
				require.Equal(t, string(member), string(value))
			})
			require.False(t, dec.More())
		case '[':
			_, _ = dec.Token()
			items(raw, func(value []byte) {
				require.NoError(t, dec.Decode(&member))
				require.Equal(t, string(member), string(value))
			})
			require.False(t, dec.More())
		default:
			require.Equal(t, len(raw), valueEnd(raw))
		}
	})
}

func TestPlainKeys(t *testing.T) {
	for _, key := range []string{"a", "_", "A-9_z", "credit_code"} {
		require.True(t, plainKey(key), key)
	}
	for _, key := range []string{"", "9a", "-a", "a b", "a/b", "钥", string(bytes.Repeat([]byte("a"), 65))} {
		require.False(t, plainKey(key), key)
	}
}
